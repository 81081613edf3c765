"""Opening a workspace, what it keeps in plain text, and what the engine refuses to take."""

from __future__ import annotations

import base64
import os
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine import (
    NAVER_BASE_URL,
    BadRequest,
    Config,
    Engine,
    FeeTier,
    NewStore,
    StoreError,
    is_sandbox,
    open_engine,
    read_config,
)
from engine.errors import KeyMissing, StoreTooNew, WorkspaceUnusable
from tests.builders import KEY, NOON, sku
from tests.one_store import BY_CODE, SEARCH, OneStore, sku_sheet

SECRET = "$2a$04$0123456789abcdefghijku"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(Config(workspace=tmp_path / "workspace"))
    yield opened
    opened.close()


def new(**fields: Any) -> NewStore:
    defaults: dict[str, Any] = {
        "name": "온결 리빙",
        "client_id": "abc123",
        "base_url": NAVER_BASE_URL,
        "fee_tier": FeeTier.SMALL_1,
        "tier_starts_on": date(2026, 8, 14),
    }
    return NewStore(**(defaults | fields))


def files(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# -- opening --


def test_the_workspace_comes_from_the_command_line_then_the_environment_then_the_code() -> None:
    assert read_config("/a", {"STOREBOARD_HOME": "/b"}).workspace == Path("/a")
    assert read_config(None, {"STOREBOARD_HOME": "/b"}).workspace == Path("/b")
    assert read_config(None, {}).workspace.name == "data"
    assert read_config("~/shop", {}).workspace == Path.home() / "shop"
    assert read_config("/a", {"STOREBOARD_KEY": ""}).key is None


def test_any_address_but_navers_own_is_a_sandbox() -> None:
    assert not is_sandbox(NAVER_BASE_URL)
    assert not is_sandbox(NAVER_BASE_URL + "/")
    assert is_sandbox("http://127.0.0.1:9000/external")
    assert is_sandbox("https://api.commerce.naver.com.example.test/external")


def test_a_workspace_is_made_with_its_key_and_opens_again(tmp_path: Path) -> None:
    config = Config(workspace=tmp_path / "deep" / "workspace")
    first = open_engine(config)
    first.stores.add(new(), SECRET)
    first.close()

    second = open_engine(config)

    assert [store.name for store in second.stores.all()] == ["온결 리빙"]
    second.close()
    assert sorted(os.listdir(config.workspace)) == ["storeboard.duckdb", "storeboard.key"]


@pytest.mark.parametrize("loss", ["lost", "another", "environment"])
def test_a_lost_or_wrong_key_is_refused_and_changes_nothing(tmp_path: Path, loss: str) -> None:
    config = Config(workspace=tmp_path)
    open_engine(config).close()
    key = config.key_file.read_bytes()
    other = base64.urlsafe_b64encode(KEY)
    if loss == "lost":
        config.key_file.unlink()
    elif loss == "another":
        config.key_file.write_bytes(other)
    before = files(tmp_path)
    asked = Config(workspace=tmp_path, key=other.decode()) if loss == "environment" else config

    with pytest.raises(KeyMissing, match="nothing was changed"):
        open_engine(asked)

    assert files(tmp_path) == before
    config.key_file.write_bytes(key)
    open_engine(config).close()


def test_a_newer_workspace_is_refused_and_unharmed(tmp_path: Path) -> None:
    config = Config(workspace=tmp_path)
    open_engine(config).close()
    with duckdb.connect(str(config.database_file)) as held:
        held.execute("insert into migration values (99, '099_from_the_future')")
    before = files(tmp_path)

    with pytest.raises(StoreTooNew):
        open_engine(config)

    assert files(tmp_path) == before


@pytest.mark.parametrize("place", ["file", "below a file", "/proc/storeboard"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    folder = {"file": tmp_path / "file", "below a file": tmp_path / "file" / "deep"}

    with pytest.raises(StoreError) as caught:
        open_engine(Config(workspace=folder.get(place, Path(place))))

    assert isinstance(caught.value, WorkspaceUnusable)
    assert str(caught.value).endswith(".")


# -- what lies in the workspace --


def texts(file: Path) -> str:
    """Every cell of every table: the file itself is compressed."""
    with duckdb.connect(str(file), read_only=True) as held:
        names = [row[0] for row in held.execute("show tables").fetchall()]
        return "\n".join(str(held.execute(f"from {name}").fetchall()) for name in names)


def test_no_secret_token_or_personal_data_lies_in_the_workspace_in_plain_text(
    one_store: OneStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    given = one_store.sandbox.stores[one_store.index]
    one_store.engine.skus.save(one_store.engine.skus.plan("s.csv", sku_sheet(one_store.index, 620)))
    one_store.imports(numbers=tuple(one_store.listed()[:30]), **BY_CODE)
    one_store.fail("missing_group", SEARCH, count=1)
    one_store.imports()
    one_store.engine.stores.check(one_store.store_id)
    address = {
        "addressBookNo": 1,
        "name": "출고지",
        "baseAddress": "세종특별자치시 한누리대로 2130",
        "phoneNumber1": "044-300-3114",
    }
    one_store.control("delivery", addresses=[address])
    one_store.engine.prerequisites.fetch(one_store.store_id)
    token = str(
        one_store.engine.service.clients.of(one_store.store_id)._transport._tokens._token.text
    )  # type: ignore[union-attr]
    hidden = [
        *(given.client_secret, token, "$2a$04$"),
        *("세종특별자치시", "한누리대로", "300-3114", "3003114"),
    ]

    in_files = {
        text: name
        for name, content in files(one_store.folder).items()
        for text in hidden
        if text.encode() in content
    }
    one_store.engine.close()
    kept = texts(one_store.folder / "storeboard.duckdb")

    assert len(token) > 10
    assert in_files == {}
    assert [text for text in hidden if text in kept] == []
    assert [text for text in hidden if text in caplog.text] == []
    assert given.client_id in kept  # the search does find what is there


def test_errors_and_records_never_show_the_secret(engine: Engine) -> None:
    store = engine.stores.add(new(), SECRET)

    with pytest.raises(BadRequest) as caught:
        engine.stores.add(new(), SECRET)

    assert SECRET not in repr(store) + repr(caught.value) + str(vars(caught.value))


# -- what the engine takes --


@pytest.mark.dated
def test_margins_of_a_day_mark_the_tier_of_that_day(tmp_path: Path) -> None:
    with closing(open_engine(Config(workspace=tmp_path), clock=lambda: NOON)) as engine:
        store_id = engine.stores.add(new(), SECRET).store_id
        engine.terms.set_tier(store_id, FeeTier.MICRO, date(2026, 11, 1))

        tiers = [
            engine.margins.table(store_id, on=day).store.fee_tier
            for day in (date(2026, 8, 1), date(2026, 10, 31), date(2026, 11, 1))
        ]

    assert tiers == [FeeTier.MICRO, FeeTier.SMALL_1, FeeTier.MICRO]  # none dated: that of today


@pytest.mark.parametrize(
    ("fields", "secret", "words"),
    [
        ({"name": " \n"}, SECRET, "needs a name"),
        ({"client_id": " "}, SECRET, "needs its application id"),
        ({}, "\n", "needs its application secret"),
        ({"base_url": ""}, SECRET, "API address"),
        ({"base_url": "api.commerce.naver.com"}, SECRET, "API address"),
        ({"base_url": "ftp://example.test"}, SECRET, "API address"),
        ({"base_url": "https://"}, SECRET, "API address"),
        ({"base_url": "http:///external"}, SECRET, "API address"),
        ({"base_url": "https://exa mple.test\n/"}, SECRET, "API address"),
        ({"base_url": "http://127.0.0.1:99999/external"}, SECRET, "API address"),
        ({"base_url": "https://user:password@example.test"}, SECRET, "API address"),
        ({"base_url": "https://example.test/?key=1"}, SECRET, "API address"),
    ],
)
def test_a_store_that_could_never_work_is_not_kept(
    engine: Engine, fields: dict[str, Any], secret: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        engine.stores.add(new(**fields), secret)

    held = engine.stores.add(new(), SECRET) if fields else None
    if held is not None:
        with pytest.raises(BadRequest, match=words):
            engine.stores.update(held.store_id, **fields)
        assert engine.stores.all() == (held,)


def test_a_store_is_found_by_its_name_however_it_is_typed(engine: Engine) -> None:
    held = engine.stores.add(new(name="  Café  온결 "), f" {SECRET}\n")

    for typed in ("Café 온결", "CAFÉ 온결", " café  온결", unicodedata.normalize("NFD", held.name)):
        assert engine.stores.named(typed) == held
    for wrong in ("Café", "", "온결"):
        with pytest.raises(BadRequest):
            engine.stores.named(wrong)


@pytest.mark.parametrize("ask", ["store", "prerequisites", "set_secret", "check", "tier"])
def test_a_store_that_does_not_exist_is_told_so(engine: Engine, ask: str) -> None:
    asked = {
        "store": lambda: engine.stores.get(9),
        "prerequisites": lambda: engine.prerequisites.of_store(9),
        "set_secret": lambda: engine.stores.set_secret(9, SECRET),
        "check": lambda: engine.stores.check(9),
        "tier": lambda: engine.terms.set_tier(9, FeeTier.MICRO, date(2026, 1, 1)),
    }

    with pytest.raises(BadRequest, match="no store 9"):
        asked[ask]()

    assert engine.stores.all() == ()
    assert engine.service.tables.stores.fee_tier_on(9, date(2026, 2, 1)) is None


def test_skus_are_found_by_code_and_name_and_suggested_by_likeness(engine: Engine) -> None:
    engine.service.tables.skus.save(
        [
            sku("MUG-1", "880 1", name="머그컵", option_name="빨강"),
            sku("MUG-2", name="머그컵 큰 것"),
            sku("100%", name="면 100% 수건"),
            sku("A_B", name="밑줄"),
        ]
    )

    def found(query: str) -> list[str]:
        return [one.own_code for one in engine.skus.find(query)]

    assert found("") == ["100%", "A_B", "MUG-1", "MUG-2"]
    assert found("머그") == ["MUG-1", "MUG-2"]
    assert found("mug1") == ["MUG-1"]
    assert found("mu-g 1") == ["MUG-1"]
    assert found("8801") == ["MUG-1"]
    assert found("빨강") == ["MUG-1"]
    assert found("%") == ["100%"]
    assert found("_") == ["A_B"]
    assert found("'; drop table sku; --") == []
    assert engine.skus.count("머그") == 2
    assert [one.own_code for one in engine.skus.find("", limit=2, offset=1)] == ["A_B", "MUG-1"]
    best = engine.skus.suggest("큰 머그컵", limit=2)
    assert [one.sku.own_code for one in best] == ["MUG-2", "MUG-1"]
    assert 100 >= best[0].similarity > best[1].similarity > 0
    assert engine.skus.suggest("", limit=3) == ()


def test_a_code_whose_separators_stand_elsewhere_is_suggested_first(engine: Engine) -> None:
    plate = sku("AB-12-3", name="접시")
    engine.service.tables.skus.save([plate, sku("MUG-1", "ab 12 3", name="머그컵"), sku("X")])

    found = engine.skus.suggest("머그컵", code="AB-1-23")

    codes = [(one.sku.own_code, one.near_code) for one in found]
    assert codes[:2] == [("AB-12-3", True), ("MUG-1", True)]
    assert [one.similarity for one in found[:2]] == [0, 100]
    assert engine.skus.suggest("머그컵", code="-")[0].sku.own_code == "MUG-1"
    assert len(engine.skus.suggest("머그컵", code="AB-1-23", limit=1)) == 1


def test_suggestions_follow_the_catalogue(engine: Engine) -> None:
    assert engine.skus.suggest("머그컵") == ()
    engine.service.tables.skus.save([sku("MUG-1", name="머그컵")])
    assert [one.sku.own_code for one in engine.skus.suggest("머그컵")] == ["MUG-1"]
    engine.service.tables.skus.save([sku("MUG-1", name="접시")])
    assert engine.skus.suggest("머그컵") == ()


def test_saving_a_plan_twice_changes_nothing(engine: Engine) -> None:
    sheet = "sku,상품명,원가\nA-1,컵,100\nA-2,접시,\nA-3,칼,x\n".encode()

    engine.skus.save(engine.skus.plan("s.csv", sheet))
    again = engine.skus.plan("s.csv", sheet)
    engine.skus.save(again)

    assert [one.state for one in again.planned] == ["UNCHANGED", "UNCHANGED"]
    assert len(again.rejected) == 1
    assert [one.cost_won for one in engine.skus.find()] == [100, None]


def test_planning_saves_nothing(engine: Engine) -> None:
    engine.skus.plan("s.csv", "sku,상품명\nA-1,컵\n".encode())

    assert engine.skus.find() == ()


@pytest.mark.parametrize("name", ["표.txt", "표", "표.xlsx", ".csv"])
def test_an_export_ends_in_csv_or_parquet(one_store: OneStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest, match=r"must end in \.csv or \.parquet"):
        one_store.engine.products.export(one_store.store_id, tmp_path / name)

    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("folder", ["none", "file.txt"])
def test_an_export_into_a_folder_that_is_none_says_so(
    one_store: OneStore, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "file.txt").write_text("kept")

    with pytest.raises(WorkspaceUnusable, match=r"out\.csv cannot be written"):
        one_store.engine.products.export(one_store.store_id, tmp_path / folder / "out.csv")

    assert (tmp_path / "file.txt").read_text() == "kept"


def test_an_export_replaces_the_old_file_whole(one_store: OneStore, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("old " * 100_000)

    assert one_store.engine.products.export(one_store.store_id, file) == 0

    assert file.read_text("utf-8-sig").splitlines() == [
        '"channel_product_no","origin_product_no","name","seller_management_code","sale_status",'
        '"sale_price_won","discounted_price_won","stock_quantity","sku_code","matched_by",'
        '"stock_linked","gone","sku_name","sku_option","match_doubtful"'
    ]
    assert sorted(os.listdir(tmp_path)) == ["out.csv", "shop"]
