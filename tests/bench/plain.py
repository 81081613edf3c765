"""What the import is measured beside: a bare reading loop, and the script a good engineer writes in
an afternoon (two threads, Arrow's JSON reader, DuckDB, nothing checked).
"""

from __future__ import annotations

import base64
import io
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bcrypt
import duckdb
import httpx
import msgspec
import pyarrow.json

PAGE = 500
BLOCK = 8 << 20
_SCHEMA = """
create table product as
select unnest(c.channelProducts) as p from (select unnest(contents) as c from page) limit 0
"""
_INSERT = (
    "insert into product "
    "select unnest(c.channelProducts) from (select unnest(contents) as c from page)"
)


def open_client(base_url: str, client_id: str, secret: str) -> httpx.Client:
    """A client that carries a token."""
    salt = secret[:-1] + _canonical(secret[-1])
    moment = str(int(time.time() * 1000))
    signed = bcrypt.hashpw(f"{client_id}_{moment}".encode(), salt.encode())
    client = httpx.Client(trust_env=False, timeout=60)
    answer = client.post(
        f"{base_url}/v1/oauth2/token",
        data={
            "client_id": client_id,
            "timestamp": moment,
            "grant_type": "client_credentials",
            "client_secret_sign": base64.b64encode(signed).decode(),
            "type": "SELF",
        },
    )
    client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
    return client


def _canonical(sign: str) -> str:
    """The last salt character without its stray bits: only two of its six count."""
    letters = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return letters[letters.index(sign) & 0b110000]


def _page(client: httpx.Client, base_url: str, number: int) -> bytes:
    body = {"page": number, "size": PAGE}
    return client.post(f"{base_url}/v1/products/search", json=body).raise_for_status().content


def read_bare(client: httpx.Client, base_url: str) -> int:
    """Fetches and parses every page and drops it; the number of listings."""
    rows, number, last = 0, 1, 1
    while number <= last:
        page = msgspec.json.decode(_page(client, base_url, number))
        rows += sum(len(origin["channelProducts"]) for origin in page["contents"])
        last = math.ceil(page["totalElements"] / PAGE)
        number += 1
    return rows


def load_expert(client: httpx.Client, base_url: str, file: Path) -> int:
    """Loads every page into a DuckDB table; the number of listings."""
    with duckdb.connect(str(file)) as connection:
        for place, page in enumerate(_expert_pages(client, base_url)):
            connection.register("page", page)
            if place == 0:
                connection.execute(_SCHEMA)
            connection.execute(_INSERT)
        found = connection.execute("select count(*) from product").fetchone()
    assert found is not None
    return int(found[0])


def _expert_pages(client: httpx.Client, base_url: str) -> Iterator[pyarrow.Table]:
    options = pyarrow.json.ReadOptions(block_size=BLOCK)

    def read(number: int) -> pyarrow.Table:
        return pyarrow.json.read_json(io.BytesIO(_page(client, base_url, number)), options)

    first = read(1)
    yield first
    schema = first.schema
    parse = pyarrow.json.ParseOptions(explicit_schema=schema)

    def read_as_first(number: int) -> pyarrow.Table:
        body = io.BytesIO(_page(client, base_url, number))
        return pyarrow.json.read_json(body, options, parse).select(schema.names)

    last = math.ceil(first["totalElements"][0].as_py() / PAGE)
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(read_as_first, range(2, last + 1))
