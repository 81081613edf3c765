"""The sandbox: a local stand-in for NAVER's Commerce API, its options and its command line.

Served so far: token, account, channels, address book, this-day dispatch, bundle groups, categories,
product search and product reads; settlements and VAT of invented orders; the change feed of orders
and questions about products of stores that have none yet. Everything else answers 404 GW.NOT_FOUND.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine.sandbox import (
    bundle_groups,
    inquiries,
    moments,
    orders,
    products,
    sellers,
    settlements,
    vat,
)
from engine.sandbox.answers import Answer, unauthenticated
from engine.sandbox.connections import HangUpMiddleware, listen
from engine.sandbox.control import Control, plant
from engine.sandbox.faults import Bounds, FaultPlan, Misuse, read_option, read_order
from engine.sandbox.gateway import SETTLEMENT, TOKEN_PATH, Call, Gateway, Operation
from engine.sandbox.money import Unclear, read_mistake
from engine.sandbox.pictures import picture
from engine.sandbox.server import run
from engine.sandbox.stores import LOOPBACK, ORDERS, Store, api_groups, make_stores
from engine.sandbox.tokens import ServerClock, TokenDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a sandbox is made of; rate 0 means unlimited, `today` None the day it starts."""

    stores: int = 3
    products: int = 250
    seed: int = 7
    rate: float = 2
    burst: int = 4
    latency_ms: float = 0
    today: date | None = None
    allowed_ips: frozenset[str] = LOOPBACK
    missing_groups: frozenset[str] = frozenset()
    public_url: str = "http://127.0.0.1"
    faults: tuple[str, ...] = ()
    orders: int = ORDERS
    mistakes: tuple[str, ...] = ()
    control_port: bool = False
    stray_secrets: bool = False


def _token_only(call: Call) -> Answer:
    return unauthenticated()  # the gateway answers the token call itself


OPERATIONS = (
    Operation("POST", TOKEN_PATH, "", _token_only),
    Operation("GET", "/v1/seller/account", "seller-info", sellers.account),
    Operation("GET", "/v1/seller/channels", "seller-info", sellers.channels),
    Operation("GET", "/v1/seller/addressbooks-for-page", "seller-info", sellers.address_book),
    Operation("GET", "/v1/seller/addressbooks/{addressBookNo}", "seller-info", sellers.address),
    Operation("GET", "/v1/seller/this-day-dispatch", "seller-info", sellers.this_day_dispatch),
    Operation("POST", "/v1/seller/this-day-dispatch", "seller-info", sellers.set_this_day_dispatch),
    Operation("GET", "/v1/product-delivery-info/bundle-groups", "product", bundle_groups.search),
    Operation("POST", "/v1/product-delivery-info/bundle-groups", "product", bundle_groups.create),
    Operation(
        "GET",
        "/v1/product-delivery-info/bundle-groups/{deliveryBundleGroupId}",
        "product",
        bundle_groups.read,
    ),
    Operation(
        "PUT",
        "/v1/product-delivery-info/bundle-groups/{deliveryBundleGroupId}",
        "product",
        bundle_groups.replace,
    ),
    Operation("GET", "/v1/categories", "product", products.categories),
    Operation("GET", "/v1/categories/{categoryId}", "product", products.category),
    Operation("POST", "/v1/products/search", "product", products.search),
    Operation(
        "GET", "/v2/products/origin-products/{originProductNo}", "product", products.read_origin
    ),
    Operation(
        "GET", "/v2/products/channel-products/{channelProductNo}", "product", products.read_channel
    ),
    Operation(
        "GET",
        "/v1/pay-order/seller/product-orders/last-changed-statuses",
        "order-seller",
        orders.last_changed,
    ),
    Operation("GET", "/v1/contents/qnas", "inquiry", inquiries.questions),
    Operation("GET", "/v1/pay-user/inquiries", "inquiry", inquiries.inquiries),
    Operation("GET", "/v1/pay-settle/settle/daily", SETTLEMENT, settlements.daily),
    Operation("GET", "/v1/pay-settle/settle/case", SETTLEMENT, settlements.case),
    Operation(
        "GET",
        "/v1/pay-settle/settle/commission-details",
        SETTLEMENT,
        settlements.commission_details,
    ),
    Operation("GET", "/v1/pay-settle/vat/daily", SETTLEMENT, vat.daily),
    Operation("GET", "/v1/pay-settle/vat/case", SETTLEMENT, vat.case),
)


def create_app(options: Options) -> Starlette:
    """The ASGI app; its stores are in `app.state.stores`. Raises Misuse for an unclear fault,
    Unclear for an unclear mistake.
    """
    today = options.today or moments.today(time.time())
    clock = ServerClock()
    stores = make_stores(
        options.seed,
        options.stores,
        options.products,
        today,
        options.public_url,
        options.allowed_ips,
        options.missing_groups,
        orders=options.orders,
        day=partial(_server_day, clock, options.today),
        stray_secrets=options.stray_secrets,
    )
    desk = TokenDesk(stores, clock)
    faults = FaultPlan(options.seed)
    bounds = Bounds(
        paths=frozenset(op.path for op in OPERATIONS),
        stores=len(stores),
        control_port=options.control_port,
    )
    for text in options.faults:
        faults.add(read_order(read_option(text), bounds))
    for text in options.mistakes:
        plant(stores, read_mistake(read_option(text)))
    gateway = Gateway(
        desk,
        faults,
        rate=options.rate,
        burst=options.burst,
        latency_ms=options.latency_ms,
        public_url=options.public_url,
    )
    routes = [
        *(
            Route(f"/external{op.path}", partial(gateway.serve, op), methods=[op.method])
            for op in OPERATIONS
        ),
        Route("/external/{rest:path}", gateway.serve_unknown, methods=_ANY),
        Route("/images/{number:int}.svg", _picture),
        *Control(stores, faults, bounds, desk, clock).routes(),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(HangUpMiddleware)
    app.state.stores = stores
    return app


def _server_day(clock: ServerClock, fixed: date | None) -> int:
    """The day it is at NAVER: a fixed one moves with the clock's offset alone."""
    if fixed is None:
        return moments.kst_seconds(clock.now()) // moments.DAY
    return moments.day_number(fixed) + int(clock.offset_seconds) // moments.DAY


_ANY = ["GET", "POST", "PUT", "PATCH", "DELETE"]


async def _picture(request: Request) -> Response:
    svg = picture(request.path_params["number"])
    if svg is None:
        return Response(status_code=404)
    headers = {"cache-control": "public, max-age=86400"}
    return Response(svg, media_type="image/svg+xml", headers=headers)


def main(argv: Sequence[str] | None = None) -> int:
    """Serves until told to stop, printing the base URL once; 1 when the port is not to be had."""
    args = _parser().parse_args(argv)
    ports = [args.port] if args.control_port is None else [args.port, args.control_port]
    listeners = []
    try:
        listeners += [listen(args.host, port) for port in ports]
    except OSError as error:
        named = " and ".join(map(str, ports))
        print(f"cannot listen on {args.host} port {named}: {error.strerror}", file=sys.stderr)
        return 1
    urls = [f"http://{args.host}:{listener.getsockname()[1]}" for listener in listeners]
    try:
        app = create_app(_options(args, urls[0]))
    except Unclear as error:
        print(f"--mistake: {error}", file=sys.stderr)
        return 2
    except Misuse as error:
        print(f"--fault: {error}", file=sys.stderr)
        return 2
    base_url = f"{urls[0]}/external"
    ready = {"base_url": base_url, "stores": [_shown(store) for store in app.state.stores]}
    if args.control_port is not None:
        ready["control_url"] = f"{urls[1]}/_control"
    run(
        app,
        listeners,
        idle_seconds=args.idle_seconds,
        ready=ready,
        ready_file=args.ready_file,
        parent_pid=args.parent_pid,
        say=partial(print, base_url, flush=True),
    )
    return 0


def _options(args: argparse.Namespace, public_url: str) -> Options:
    groups = [name for text in args.missing_group for name in text.split(",") if name]
    return Options(
        stores=args.stores,
        products=args.products,
        seed=args.seed,
        stray_secrets=args.stray_secrets,
        rate=args.rate,
        burst=args.burst,
        latency_ms=args.latency_ms,
        today=args.today,
        allowed_ips=frozenset(args.allowed_ip) or LOOPBACK,
        missing_groups=api_groups(groups),
        public_url=public_url,
        faults=tuple(args.fault),
        orders=args.orders,
        mistakes=tuple(args.mistake),
        control_port=args.control_port is not None,
    )


def _shown(store: Store) -> dict[str, Any]:
    return {
        "name": store.name,
        "client_id": store.client_id,
        "client_secret": store.client_secret,
        "account_id": store.account_id,
        "products": len(store.shelf),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="storeboard sandbox", description="A local stand-in for NAVER's Commerce API."
    )
    add_options(parser)
    return parser


def add_options(parser: argparse.ArgumentParser) -> None:
    """The sandbox's options, for this command line and for `storeboard sandbox`."""
    add = parser.add_argument
    add("--port", type=int, required=True, help="0 picks a free one")
    add("--host", default="127.0.0.1")
    add("--stores", type=int, default=3, help="with 4 or more the last one has no products")
    add("--products", type=int, default=250, help="origin products of each store")
    add("--seed", type=int, default=7)
    add("--stray-secrets", action="store_true", help="secrets that Python's bcrypt refuses")
    add("--rate", type=float, default=2, help="requests a second per path; 0: unlimited")
    add("--burst", type=int, default=4)
    add("--latency-ms", type=float, default=0)
    add("--fault", action="append", default=[], help="KIND[:key=value,...]; repeatable")
    add("--orders", type=int, default=ORDERS, help="orders a day of each store")
    add("--mistake", action="append", default=[], help="KIND:on=DAY[,...]; repeatable")
    add("--control-port", type=int, help="control calls on a port that is never shut; 0: free")
    add("--idle-seconds", type=int, default=5, help="idle connections are cut; NAVER's after 1")
    add("--ready-file", help="written when connections are accepted")
    add("--parent-pid", type=int, help="stop when this process is gone")
    add("--today", type=date.fromisoformat, help="the day the catalogue is made for")
    add("--allowed-ip", action="append", default=[], help="instead of loopback; repeatable")
    add("--missing-group", action="append", default=[], help="API groups no application has")


if __name__ == "__main__":
    raise SystemExit(main())
