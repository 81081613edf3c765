"""The audit on the screen."""

from __future__ import annotations

import re

import pytest

from dashboard.admin.audit import audit_frame
from dashboard.admin.audit_words import ACTIONS, facts_text, subject_text
from dashboard.words.i18n import ROOT
from engine import AuditLine
from tests.builders import NOON

pytestmark = pytest.mark.dated

NOUNS = "account|alert|backup|contact|delivery_template|job|prerequisite|product|schedule|sku|store"
NOTED = re.compile(rf'"((?:{NOUNS})\.[a-z_]+)"')


def line(**fields: object) -> AuditLine:
    given = {
        "audit_id": 1,
        "happened_at": NOON,
        "account_id": 4,
        "actor": "Kim",
        "action": "account.update",
        "store_id": 2,
        "subject": "=Lee()",
        "before": {"role": "ANALYST"},
        "after": {"role": "MANAGER", "name": None},
        "trace_id": None,
    }
    return AuditLine(**{**given, **fields})


def test_a_line_is_told_in_words() -> None:
    (row,) = audit_frame([line()], {2: "봄날"}).to_dict("records")

    assert (row["happened_at"], row["actor"], row["store_id"]) == (
        "2026-11-23 12:00:00",
        "Kim",
        "봄날",
    )
    assert (row["action"], row["before"], row["after"]) == (
        "사용자 변경",
        "역할: 분석가",
        "역할: 매니저 · 이름: —",
    )


def test_what_the_command_line_did_has_no_person() -> None:
    (row,) = audit_frame([line(account_id=None, store_id=9)], {}).to_dict("records")

    assert (row["actor"], row["store_id"]) == ("명령줄", "9")


def test_every_action_the_engine_notes_has_a_name() -> None:
    sources = (path.read_text("utf-8") for path in (ROOT / "engine" / "operations").glob("*.py"))
    noted = {action for text in sources for action in NOTED.findall(text)}

    assert noted
    assert noted - set(ACTIONS) == set()


def test_words_of_closed_sets_are_told_as_the_screen_calls_them() -> None:
    facts = {"connection": "CONNECTED", "fee_tier": "SMALL_1 2026-08-14", "master": "True"}

    assert facts_text(facts) == "연결 확인: 정상 · 수수료 기준: 중소1 2026-08-14 · 전체 연동: 예"
    assert subject_text("prerequisite.fetch", "ADDRESS_BOOK, BUNDLE_GROUPS") == (
        "주소록, 묶음배송그룹"
    )


def test_what_people_wrote_stays_as_it_is() -> None:
    assert facts_text({"memo": "SMALL_1"}).endswith(": SMALL_1")
    assert subject_text("store.update", "ADDRESS_BOOK") == "ADDRESS_BOOK"
