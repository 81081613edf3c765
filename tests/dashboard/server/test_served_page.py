"""The served page says which language it is in and counts the steps of Back; everything else passes
untouched.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.server.served_page import LEAVES_WHEN_CUT_OFF, ONE_STEP_A_PAGE, ServedPage
from dashboard.words.languages import COOKIE

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head><body>상품</body></html>'
)


async def page(_request: object) -> Response:
    return HTMLResponse(PAGE)


async def text(_request: object) -> Response:
    return PlainTextResponse(PAGE)


APP = ServedPage(
    Starlette(
        routes=[Route("/", page, methods=["GET", "POST"]), Route("/t", text)],
        middleware=[Middleware(GZipMiddleware, minimum_size=0)],  # as Streamlit packs its pages
    )
)
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def answer(address: str, method: str = "GET", accept: str = BROWSER, **more: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, address, headers={"Accept": accept, **more})

    with ThreadPoolExecutor(1) as own_loop:  # the browser's journeys keep one in this thread
        return own_loop.submit(lambda: asyncio.run(ask())).result()


@pytest.mark.parametrize(
    ("address", "lang"),
    [("/", "ko"), ("/?lang=en", "en"), ("/?lang=EN", "en"), ("/?lang=xx", "ko"), ("/?a=1", "ko")],
)
def test_a_page_is_in_the_language_of_its_address(address: str, lang: str) -> None:
    got = answer(address)

    script = (ONE_STEP_A_PAGE + LEAVES_WHEN_CUT_OFF).decode()
    said = PAGE.replace('"en"', f'"{lang}"').replace("Streamlit", "Storeboard")
    assert got.text == said.replace("<head>", f"<head>{script}")
    assert int(got.headers["content-length"]) == len(got.content)


@pytest.mark.parametrize(
    ("address", "cookie", "accepted", "lang"),
    [
        ("/", "", "en-US,en;q=0.9,ko;q=0.8", "en"),
        ("/", "", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("/", "ko", "en-US,en;q=0.9", "ko"),
        ("/", "en", "ko-KR", "en"),
        ("/", "xx", "fr,en;q=0.5", "en"),
        ("/?lang=ko", "en", "en", "ko"),
    ],
)
def test_a_page_is_in_the_language_of_its_visitor(
    address: str, cookie: str, accepted: str, lang: str
) -> None:
    got = answer(address, Cookie=f"{COOKIE}={cookie}", **{"Accept-Language": accepted})

    assert f'<html lang="{lang}"' in got.text


def test_a_language_asked_for_is_kept_in_a_cookie_and_a_wrong_one_is_not() -> None:
    assert f"{COOKIE}=en" in answer("/?lang=EN").headers["set-cookie"]
    assert "set-cookie" not in answer("/?lang=xx").headers
    assert "set-cookie" not in answer("/").headers


def test_what_is_no_page_is_left_alone() -> None:
    assert answer("/t").text == PAGE
    assert answer("/", "POST").text == PAGE
    packed = answer("/", accept="*/*")
    assert (packed.text, packed.headers["content-encoding"]) == (PAGE, "gzip")
