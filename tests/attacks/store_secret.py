"""Reading a store's secret: whoever gets a store to ask at his address would read it there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine import (
    ApiData,
    BadRequest,
    ChangedMeanwhile,
    Engine,
    EngineError,
    Role,
    Store,
    open_engine,
)
from engine.domain.people import Actor
from tests.attacks.cases import Attacks
from tests.builders import new_store
from tests.fresh import fresh
from tests.sandbox_process import Sandbox

attacks = Attacks("read a store's secret")
FORGOTTEN = "the secret is forgotten, nothing is asked there"


@dataclass
class Thief:
    """An address that answers nothing and keeps what it is asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shop:
    """An approved store of the sandbox, beside somebody who wants its secret."""

    engine: Engine
    store: Store
    secret: str
    thief: Thief

    def api(self, base_url: str) -> ApiData:
        """The API data of the store but for another address."""
        return ApiData(client_id=self.store.client_id, base_url=base_url)

    def move(self, base_url: str, secret: str = "") -> Store:
        """Saves another API address."""
        return self.engine.store_sections.save_api(self.store.store_id, self.api(base_url), secret)

    def check(self) -> None:
        """Gets the store to ask for a token, if it will."""
        with suppress(EngineError):
            self.engine.stores.check(self.store.store_id)


@contextmanager
def open_shop(sandbox: Sandbox, index: int, folder: Path) -> Iterator[Shop]:
    """A workspace of its own with one approved store."""
    secret = sandbox.stores[index].client_secret
    with listening() as thief, closing(open_engine(fresh(folder))) as engine:
        store = engine.stores.add(new_store(sandbox, index), secret)
        engine.stores.check(store.store_id)
        yield Shop(engine, engine.stores.get(store.store_id), secret, thief)


@contextmanager
def listening() -> Iterator[Thief]:
    """A server on loopback that keeps the first line and the body of what it is asked."""
    thief = Thief()

    class Keeps(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            thief.asked.append(f"{self.path} {body.decode()}")
            self.send_error(503)

        do_GET = do_POST

        def log_message(self, *_said: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeps)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    thief.url = f"http://127.0.0.1:{server.server_port}/external"
    try:
        yield thief
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@attacks("another port in the store form, then a check")
def move_the_port(shop: Shop) -> str:
    moved = shop.move(shop.thief.url)
    shop.check()
    _nothing_read(shop, moved)
    return FORGOTTEN


@attacks("there and back again, then a check")
def there_and_back(shop: Shop) -> str:
    shop.move(shop.thief.url)
    moved = shop.move(shop.store.base_url)
    shop.check()
    _nothing_read(shop, moved)
    return "the secret stays forgotten; whoever knows it types it again"


@attacks("another scheme or host, or NAVER's own name without TLS")
def move_elsewhere(shop: Shop) -> str:
    for address in ("http://10.0.0.8/external", "http://api.commerce.naver.com/external"):
        with pytest.raises(BadRequest, match="not encrypted"):
            shop.move(address)
    moved = shop.move("https://localhost:9/external")
    _nothing_read(shop, moved)
    return "http:// is refused but on this machine; over https:// the secret is forgotten"


@attacks("a link-local or metadata address, also by numbers or inside an IPv6 address")
def move_to_metadata(shop: Shop) -> str:
    hosts = ("169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "metadata.google.internal")
    for host in (*hosts, "2852039166", "0xa9fea9fe", "[fd00:ec2::254]"):
        with pytest.raises(BadRequest, match="API address"):
            shop.move(f"https://{host}/latest", shop.secret)
    assert shop.engine.stores.get(shop.store.store_id).base_url == shop.store.base_url
    return "refused"


@attacks("a sheet of stores with another API address")
def move_by_sheet(shop: Shop) -> str:
    row = f"스토어 이름,API 주소\n{shop.store.name},{shop.thief.url}\n".encode()
    plan = shop.engine.store_sheets.plan("s.csv", row, base_url=shop.store.base_url)
    assert plan.planned == ()
    assert "does not move the API address" in plan.rejected[0].text
    shop.engine.store_sheets.save(plan)
    shop.check()
    assert shop.thief.asked == []
    assert shop.engine.stores.get(shop.store.store_id).secret_set_at is not None
    return "the row is refused"


@attacks("the address moved while somebody else types the secret into the form he was shown")
def move_behind_a_back(shop: Shop) -> str:
    shop.move(shop.thief.url)
    typed = shop.api(shop.store.base_url)
    with pytest.raises(ChangedMeanwhile):
        shop.engine.store_sections.save_api(
            shop.store.store_id, typed, shop.secret, shown=shop.store
        )
    shop.check()
    assert shop.thief.asked == []
    return "nothing is saved; both addresses are shown"


@attacks("a duplicate of the store at another address")
def duplicate(shop: Shop) -> str:
    copy = shop.engine.stores.duplicate(shop.store.store_id, name="Copy", client_id="other")
    assert copy.secret_set_at is None
    return "a duplicate has no secret"


@attacks("a manager of other stores moves it, by its number")
def a_stranger_moves_it(shop: Shop) -> str:
    stranger = Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=(99,))
    asked = shop.engine.acting_as(stranger)
    store_id = shop.store.store_id
    with pytest.raises(BadRequest, match="There is no store"):
        asked.store_sections.save_api(store_id, shop.api(shop.thief.url))
    with pytest.raises(BadRequest, match="There is no store"):
        asked.stores.update(store_id, base_url=shop.thief.url)
    with pytest.raises(BadRequest, match="There is no store"):
        asked.stores.set_secret(store_id, shop.secret)
    assert shop.engine.stores.get(store_id).base_url == shop.store.base_url
    return "refused, as for a store that is not there"


def _nothing_read(shop: Shop, moved: Store) -> None:
    assert moved.secret_set_at is None
    assert shop.thief.asked == []
