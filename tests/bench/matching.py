"""Code match of a million listings with a million SKUs, beside a bare join on the normal form."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from engine.database.database import Database
from engine.database.doubts import tell_matched
from engine.database.matching import match_codes
from engine.database.transaction import Transaction

ROWS = 1_000_000
ROUNDS = 5

_SKUS = """
insert into sku (
    sku_id, own_code, unique_code, own_code_normal, unique_code_normal, name, updated_at
)
select
    range,
    'SKU-' || range,
    case when range % 50 = 0 then 'SB-' || (range + 1) else 'SB-' || range end,
    'SKU' || range,
    case when range % 50 = 0 then 'SB' || (range + 1) else 'SB' || range end,
    ['오가닉', '무형광', '국산'][1 + range % 3] || ' '
        || ['호텔 수건', '도자기 머그컵', '라탄 바구니', '무드등'][1 + range % 4],
    timestamp '2026-11-23'
from range($rows)
"""
_STAGED = """
create temp table staged as
select
    range as channel_product_no,
    case
        when range % 10 = 0 then null
        when range % 10 < 3 then 'sb ' || range
        else 'SB-' || range
    end as seller_management_code,
    case when range % 10 = 0 then null else 'SB' || range end as code_normal,
    case when range % 3 = 0 then '[온결] ' else '' end
        || ['오가닉', '무형광', '국산', '사계절'][1 + range % 4] || ' '
        || ['호텔 수건', '도자기 머그컵', '라탄 바구니'][1 + range % 3] || ' '
        || range % 1000 || '개' as name,
    '온결' as brand_name
from range($rows)
"""
_JOIN = """
create or replace temp table joined as
select s.channel_product_no, c.sku_ref
from staged s join sku_code c on c.code_normal = s.code_normal
"""


def run() -> list[dict[str, Any]]:
    """Seconds of ours and of the baseline, their ratio, and the goal."""
    database = Database(":memory:")
    with database.write() as cursor:
        cursor.execute(_SKUS, {"rows": ROWS})
        cursor.run("skus.build_codes")
    with database.read() as cursor:
        cursor.execute(_STAGED, {"rows": ROWS})
        ours, told, doubted, baseline = [], [], [], []
        for _ in range(ROUNDS):
            baseline.append(_seconds(cursor, lambda c: c.execute(_JOIN)))
            ours.append(_seconds(cursor, lambda c: c.run("matching.find_codes")))
            told.append(_seconds(cursor, match_codes))
            doubted.append(_seconds(cursor, tell_matched))
        [(doubtful,)] = cursor.execute("select count(*) from matched where doubtful")
        kinds = cursor.execute("select match_kind, count(*) from matched group by 1")
    database.close()
    assert {kind for kind, _ in kinds} == {"NONE", "EXACT", "NORMAL_FORM", "AMBIGUOUS"}, kinds
    assert ROWS // 4 < doubtful < ROWS, doubtful
    bare = statistics.median(baseline)
    return [
        _row(
            "code match 1M listings x 1M SKUs, missing and ambiguous told",
            statistics.median(ours),
            bare,
            "1.3x a hash join on the stored normal form",
        ),
        _row("the same, and how each was found", statistics.median(told), bare, "shown, no goal"),
        _row(
            "and which are doubtful by their names",
            statistics.median(doubted),
            bare,
            "shown, no goal",
        ),
    ]


def _row(name: str, ours: float, baseline: float, goal: str) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "baseline": baseline,
        "ratio": ours / baseline,
        "goal": goal,
        "unit": "s",
    }


def _seconds(cursor: Transaction, work: Callable[[Transaction], object]) -> float:
    start = time.perf_counter()
    work(cursor)
    return time.perf_counter() - start
