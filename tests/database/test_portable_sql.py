"""What only DuckDB understands stands in a few named queries, so that another database could run
the rest: a word refused here is written another way, or its query named below with a reason.
"""

from __future__ import annotations

import re

import pytest

from engine.database.database import load_queries
from tests.sandbox_process import ROOT

MIGRATIONS = ROOT / "engine" / "database" / "sql" / "migrations"
MACROS = re.findall(
    r"create macro (\w+)",
    "".join(file.read_text("utf-8") for file in sorted(MIGRATIONS.glob("*.sql"))),
)
DUCKDB_ONLY = {
    "exclude": r"\*\s+(exclude|replace)\b",
    "qualify": r"\bqualify\b",
    "arg_max": r"\b(arg_max|arg_min|max_by|min_by)\(",
    "variable": r"\bgetvariable\(|\bset variable\b",
    "macro": r"\bcreate macro\b|\b(" + "|".join(MACROS) + r")\(",
    "if": r"\bif\s*\(",
    "struct": r"\{\s*'|\bstruct_\w+\(|\brow\(",
    "list": r"\b(list|list_\w+|array_\w+|string_split|range|len)\(|\[\s*\w+ for ",
    "all": r"\b(group|order) by all\b",
    "by name": r"\bby name\s+(select|from)\b",
    "or replace": r"\b(create|insert) or replace\b",
    "catalogue": r"\bduckdb_\w+\(|\bpragma\b|\bshow tables\b",
    "join": r"\b(asof|semi|anti|positional) join\b",
    "pivot": r"\b(un)?pivot\b|\bsummarize\b",
    "try": r"\btry_cast\(|\btry\(",
    "division": r"//",
    "contains": r"\b(contains|prefix|suffix|regexp_matches)\(",
    "from first": r"\Afrom\b",
}
STAGED = "a page or a catalogue beside what is held, in a table of this connection alone"
COSTS = "the costs of a day: a macro here, a function of the same name elsewhere"
ANALYTIC = "works out the inputs of a million margins where the columns are"
NAMED = {
    "margins.by_listing": ({"or replace", "variable"}, ANALYTIC),
    "margins.by_option": ({"or replace", "variable", "if"}, ANALYTIC),
    "margins.any_parts": ({"variable"}, ANALYTIC),
    "margins.parts": ({"or replace", "variable"}, ANALYTIC),
    "margins.pieces": ({"or replace"}, ANALYTIC),
    "margins.costs_of_parts": ({"or replace"}, ANALYTIC),
    "margins.plain_units": ({"or replace", "exclude"}, ANALYTIC),
    "margins.units": ({"or replace"}, ANALYTIC),
    "margins.profiles": ({"or replace", "variable", "if", "struct", "macro"}, ANALYTIC),
    "margins.profiles_of_categories": ({"or replace", "variable", "arg_max"}, ANALYTIC),
    "margins.costs": ({"or replace", "variable", "if", "macro"}, ANALYTIC),
    "margins.inputs": ({"exclude"}, ANALYTIC),
    "doubts.listings_untold": ({"or replace"}, STAGED),
    "doubts.origins_untold": ({"or replace"}, STAGED),
    "doubts.origins_of_listings": ({"or replace"}, STAGED),
    "doubts.listings_renamed": ({"or replace"}, STAGED),
    "doubts.origins_read": ({"or replace"}, STAGED),
    "doubts.skus_touched": ({"or replace"}, STAGED),
    "doubts.listings_of_skus": ({"or replace"}, STAGED),
    "doubts.origins_of_skus": ({"or replace"}, STAGED),
    "doubts.listings_accepted": ({"or replace"}, STAGED),
    "doubts.origins_accepted": ({"or replace"}, STAGED),
    "matching.find_codes": ({"or replace"}, STAGED),
    "matching.tell_matches": ({"or replace"}, STAGED),
    "options.find_codeless": ({"or replace"}, STAGED),
    "options.find_one": ({"or replace"}, STAGED),
    "options.stage": ({"or replace"}, STAGED),
    "options.gather": ({"or replace"}, STAGED),
    "options.decide": ({"or replace"}, STAGED),
    "pages.match_nothing": ({"or replace"}, STAGED),
    "pages.decide": ({"or replace"}, STAGED),
    "skus.stage": ({"or replace", "macro"}, STAGED),
    "skus.by_codes": ({"macro"}, COSTS),
    "skus.get": ({"macro"}, COSTS),
    "skus.find": ({"macro"}, COSTS),
    "skus.find_count": ({"macro"}, COSTS),
    "skus.known_costs": ({"macro"}, COSTS),
}


def found(text: str) -> set[str]:
    """The words of DuckDB alone in a query, its comments left out."""
    plain = re.sub(r"--.*", "", text).strip().lower()
    return {name for name, word in DUCKDB_ONLY.items() if re.search(word, plain, re.MULTILINE)}


def test_only_the_queries_named_here_are_of_duckdb_alone() -> None:
    told = {name: found(text) for name, text in load_queries().items()}

    assert {name: words for name, words in told.items() if words} == {
        name: words for name, (words, _reason) in NAMED.items()
    }


@pytest.mark.parametrize(
    "query",
    [
        "select * exclude (a) from t",
        "select a from t qualify row_number() over (order by a) = 1",
        "select arg_max(a, b) from t",
        "select * from t where a = getvariable('x')",
        "select * from sku_on($day)",
        "select if(a, 1, 2)",
        "select {'won': a}",
        "select list(a order by a) from t",
        "select list_contains($ids, a)",
        "select string_split(a, '>')",
        "select a, count(*) from t group by all",
        "insert into t by name select 1 as a",
        "insert or replace into t values (1)",
        "select table_name from duckdb_tables()",
        "select a from t semi join u using (a)",
        "select try_cast(a as integer)",
        "select 5 // 2",
        "select contains(a, 'x')",
        "from t",
    ],
)
def test_what_only_duckdb_understands_is_refused(query: str) -> None:
    assert found(query)


@pytest.mark.parametrize(
    "query",
    [
        "select a from t where b = any($ids::integer[]) and c is distinct from d",
        "insert into t (a) values ($a) on conflict (a) do update set a = excluded.a returning a",
        "select count(*) filter (where a), lag(a) over w from t window w as (order by b)",
        "update t set a = case when b then 1 else 2 end from u where t.a = u.a",
    ],
)
def test_what_others_understand_too_is_not_refused(query: str) -> None:
    assert found(query) == set()
