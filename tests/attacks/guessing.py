"""Guessing passwords faster than the lock allows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.attacks.cases import Attacks
from tests.attacks.house import KIM, House

attacks = Attacks("guess a password")
LOCKED = "잘못된 시도가 너무 많습니다"


def _guess(house: House, email: str, password: str, **headers: str) -> bool:
    """Whether the guess was looked at, not refused as one too many."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    form = {"email": email, "password": password}
    answer = house.ask("/sign-in", method="POST", data=form, headers=named)
    assert answer.status_code == 403
    return LOCKED not in answer.text


@attacks("sixty passwords at once")
def at_once(house: House) -> str:
    with ThreadPoolExecutor(20) as pool:
        looked_at = sum(pool.map(lambda n: _guess(house, KIM, f"guess {n:06}"), range(60)))
    assert looked_at == 5
    return "five of them are looked at"


@attacks("a password for many accounts, each from an address a header makes up")
def made_up_addresses(house: House) -> str:
    looked_at = 0
    for number in range(60):
        said = {"x_forwarded_for": f"203.0.113.{number}", "forwarded": f"for=203.0.113.{number}"}
        looked_at += _guess(house, f"kim{number}@elsewhere.kr", "guess guess", **said)
    assert 0 < looked_at <= 21
    return "at most 21 of them are looked at: without a stated proxy no header says who asks"
