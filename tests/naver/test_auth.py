from __future__ import annotations

import threading
from datetime import UTC, datetime
from urllib.parse import parse_qs

import msgspec
import pytest

from engine.api_errors import ApiShapeChanged, AuthFailed
from engine.naver.auth import Tokens, signature
from engine.naver.wire import Answer, Call

SECRET = (
    "$2a$10$abcdefghijklmnopqrstuv"  # NAVER's published example; its last letter has stray bits
)
PUBLISHED = "JDJhJDEwJGFiY2RlZmdoaWprbG1ub3BxcnN0dXVCVldZSk42T0VPdEx1OFY0cDQxa2IuTnpVaUEzbmsy"
QUICK = "$2a$04$abcdefghijklmnopqrstuu"


def test_the_signature_is_the_one_naver_published() -> None:
    assert signature("aaaabbbbcccc", SECRET, 1643961623299) == PUBLISHED


@pytest.mark.parametrize("last", "./uvwxyz")
def test_stray_bits_of_the_last_salt_letter_do_not_matter(last: str) -> None:
    clean = {".": ".", "/": "."}.get(last, "u")

    assert signature("id", QUICK[:-1] + last, 1) == signature("id", QUICK[:-1] + clean, 1)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "$2a$04$abcdefghijklmnopqrstu",  # 28
        "$2a$04$abcdefghijklmnopqrstuuu",  # 30
        "a04abcdefghijklmnopqrstuu",  # a shell ate $2, $04 and $
        "$2a$04$abcdefghijklmnopqrst!u",
        "$2a$31$abcdefghijklmnopqrstuu",  # would compute for days
        "$2a$04$abcdefghijklmnopqrst한글",
    ],
)
def test_a_damaged_secret_is_refused_before_anything_is_sent_and_never_shown(secret: str) -> None:
    with pytest.raises(AuthFailed, match="client secret is not whole") as caught:
        signature("id", secret, 1)

    assert not secret or secret not in str(caught.value)


def test_an_application_id_longer_than_bcrypt_takes_is_refused() -> None:
    with pytest.raises(AuthFailed, match="application id"):
        signature("x" * 80, QUICK, 1)


class Naver:
    """Answers token calls as told and keeps what was asked; `now` is a clock both sides see."""

    def __init__(self, *bodies: dict[str, object]) -> None:
        self.now = 0.0
        self.asked: list[Call] = []
        self._bodies = list(bodies)

    def ask(self, call: Call) -> Answer:
        self.asked.append(call)
        body = self._bodies.pop(0) if len(self._bodies) > 1 else self._bodies[0]
        return Answer(status=200, headers={}, body=msgspec.json.encode(body))

    def tokens(self) -> Tokens:
        return Tokens(
            client_id=" id\n",
            client_secret=QUICK + "\n",
            clock=lambda: datetime.fromtimestamp(1_700_000_000 + self.now, UTC),
            monotonic=lambda: self.now,
        )


def body(token: str = "T1", expires_in: int = 10_800) -> dict[str, object]:
    return {"access_token": token, "expires_in": expires_in, "token_type": "Bearer"}


def test_the_token_call_is_a_form_signed_a_little_in_the_past_without_account() -> None:
    naver = Naver(body())

    naver.tokens().current(naver.ask)

    [call] = naver.asked
    assert call.content_type == "application/x-www-form-urlencoded"
    assert call.query == {}
    timestamp = 1_700_000_000_000 - 3_000
    assert parse_qs((call.body or b"").decode()) == {
        "client_id": ["id"],
        "timestamp": [str(timestamp)],
        "grant_type": ["client_credentials"],
        "client_secret_sign": [signature("id", QUICK, timestamp)],
        "type": ["SELF"],
    }


def test_a_token_is_asked_for_once_and_again_shortly_before_it_ends() -> None:
    naver = Naver(body("T1"), body("T2"))
    tokens = naver.tokens()

    first = tokens.current(naver.ask)
    naver.now = 10_000
    still = tokens.current(naver.ask)
    naver.now = 10_300
    after = tokens.current(naver.ask)

    assert (first.text, still.text, after.text) == ("T1", "T1", "T2")
    assert len(naver.asked) == 2


def test_a_token_that_naver_repeats_with_little_time_left_is_used_and_not_asked_for_each_time() -> (
    None
):
    naver = Naver(body(expires_in=1_900))
    tokens = naver.tokens()

    for naver.now in (0.0, 1_000.0, 1_500.0):
        tokens.current(naver.ask)

    assert len(naver.asked) == 1


def test_one_token_call_serves_all_threads_whose_token_was_refused() -> None:
    naver = Naver(body("T1"))  # the same-token rule: asking again gives the same text
    tokens = naver.tokens()
    failed = tokens.current(naver.ask)
    threads = [threading.Thread(target=tokens.renewed, args=(failed, naver.ask)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(naver.asked) == 2


def test_a_refused_token_call_leaves_the_next_one_to_try_again() -> None:
    naver = Naver(body("T1"))
    tokens = naver.tokens()

    def refuse(call: Call) -> Answer:
        raise AuthFailed()

    with pytest.raises(AuthFailed):
        tokens.current(refuse)

    assert tokens.current(naver.ask).text == "T1"


@pytest.mark.parametrize("text", ["", "two words", "한글", "line\nbreak"])
def test_a_token_that_cannot_stand_in_a_header_is_a_changed_answer(text: str) -> None:
    naver = Naver(body(text))

    with pytest.raises(ApiShapeChanged) as caught:
        naver.tokens().current(naver.ask)

    assert caught.value.params["field"] == "access_token"


def test_neither_token_nor_secret_is_shown_by_what_holds_them() -> None:
    naver = Naver(body("TOKEN-TEXT"))
    tokens = naver.tokens()
    token = tokens.current(naver.ask)
    sign = parse_qs((naver.asked[0].body or b"").decode())["client_secret_sign"][0]

    shown = f"{tokens!r} {token!r} {token} {[token]}"
    echoed = tokens.hide(f"you sent {sign} {QUICK} TOKEN-TEXT".encode())

    assert "TOKEN-TEXT" not in shown
    assert QUICK not in shown
    assert echoed == b"you sent *** *** ***"
