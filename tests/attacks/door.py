"""Coming in by what is left open: a welcome link, a password anybody guesses, an address of a chat
that is none.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from engine import AlertWay, BadRequest, Engine, NotAllowed, Role
from engine.domain.alert_causes import trial_message
from engine.errors import NotSent
from tests.attacks.cases import Attacks
from tests.attacks.scope import two_stores
from tests.builders import contact

attacks = Attacks("come in by what was left open")
WEAK = (
    *("1234567890", "01012345678", "2026-12-01 00", "aaaaaaaaaaaa", "abababababab"),
    *("password123", "P@ssw0rd2026!", "qwertyuiop12", "iloveyou1234", "dkssudgktpdy1"),
    *(
        "kim@shop.kr",
        "kimminsu2026",
        "KimMinsu!!!!",
        "shop-kim-2026",
        "storeboard2026",
        "1q2w3e4r5t",
    ),
)
STRONG = (
    "correct horse battery",
    "비가 오면 우산을 써요",
    "kim likes umbrellas",
    "7391 5520 8846 1207",
)
NOT_A_CHAT = (
    "json://169.254.169.254/latest",
    "jsons://metadata.google.internal/x",
    "xml://[fe80::1]/x",
    "json://2852039166/latest",
    "json://0xa9.0xfe.0xa9.0xfe/x",
    "json://example.com/a,json://169.254.169.254/b",
    "mailto://kim:pw@shop.kr?smtp=169.254.169.254",
    "syslog://localhost",
    "dbus://",
)


@attacks("the welcome link used by many at once")
def welcome_at_once(engine: Engine) -> str:
    token = engine.sessions.welcome_token()
    assert token is not None

    def use(number: int) -> bool:
        with suppress(NotAllowed):
            engine.sessions.make_first_manager(
                token, email=f"k{number}@shop.kr", name=f"Person {number}", password=STRONG[0]
            )
            return True
        return False

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(use, range(16)))
    assert made.count(True) == 1
    assert len(engine.people.all()) == 1
    return "one of them is made the first manager"


@attacks("an account with a password that is guessed first, or made of its own address or name")
def weak_password(engine: Engine) -> str:
    for password in WEAK:
        with pytest.raises(BadRequest, match="first that are guessed"):
            _add(engine, password)
    _add(engine, STRONG[0])
    with pytest.raises(BadRequest, match="first that are guessed"):
        engine.people.set_password(engine.people.all()[-1].account_id, WEAK[0])
    return "refused, also when it is changed"


@attacks("a chat address that leads to the keys of a cloud, to several places, or to this machine")
def chat_address(engine: Engine) -> str:
    mine, _theirs = two_stores(engine)
    for address in NOT_A_CHAT:
        typed = contact(store_id=mine.store_id, chat_address=address)
        with suppress(BadRequest):  # what Apprise alone understands is refused when it is used
            engine.contacts.add(mine.store_id, typed)
        with pytest.raises(NotSent, match="not understood"):
            engine.service.alerts.send(AlertWay.CHAT, address, trial_message(), "en")
    return "refused as a whole, when it is typed and before it is used"


def _add(engine: Engine, password: str) -> None:
    engine.people.add(email="kim@shop.kr", name="Kim Minsu", role=Role.ANALYST, password=password)
