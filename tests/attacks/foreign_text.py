"""Names that would be more than text: links, pictures, headings, formulas, icons in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from engine import Config, FeeTier, NewStore, Role, open_engine
from tests.attacks.cases import Attacks
from tests.attacks.house import open_house
from tests.attacks.outlived import Scene

attacks = Attacks("let a name be more than text on somebody's page")
EVIL = "evil.example"
NAMES = (
    f"# ![x](https://{EVIL}/p.png) [y](https://{EVIL})",
    f"www.{EVIL}/a http://{EVIL}/b kim@{EVIL}",
    "1. :smile: :material/bolt: $x^2$ `c` **b** ~~d~~ -- -> :red[r] <b>h</b> &lt;",
    f"<https://{EVIL}> <img src=https://{EVIL}/q.png> [z]: https://{EVIL}",
)
PAGES = ("people", "", "stores", "jobs", "schedule", "audit", "changes", "margins", "settlements")


@contextmanager
def open_scene(folder: Path, chromium: Browser) -> Iterator[Scene]:
    """A house whose people and stores have such names."""
    config = Config(workspace=folder / "workspace", password_cost=5)
    with closing(open_engine(config)) as engine:
        for number, name in enumerate(NAMES):
            engine.people.add(email=f"k{number}@shop.kr", name=name, role=Role.ANALYST)
            engine.stores.add(_store(number, name), None)
    with open_house(folder) as house:
        yield Scene(house, chromium)


@attacks("people and stores named as links, pictures, headings, formulas, icons, on every page")
def names(scene: Scene) -> str:
    page = scene.visit("boss@shop.kr", PAGES[0])
    for name in NAMES:
        shown = " ".join(name.split())
        expect(page.locator("strong").get_by_text(shown, exact=True)).to_have_text(shown)
    _nothing_of_theirs(page)
    for path in PAGES[1:]:
        page.goto(f"{scene.house.url}/{path}")
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(700)  # what comes later would not be seen missing
        _nothing_of_theirs(page)
    page.context.close()
    return "each shows as it was typed; nothing is asked of another place"


def _nothing_of_theirs(page: Page) -> None:
    expect(page.locator(f"a[href*='{EVIL}'], img[src*='{EVIL}']")).to_have_count(0)
    made = "h2, h3, h4, ol, .katex, blockquote, [data-testid=stMarkdown] img"
    for part in page.locator("section[data-testid=stMain]").locator(made).all():
        assert not re.search(rf"{EVIL}|smile|bolt|x\^2", part.inner_text()), part.inner_text()


def _store(number: int, name: str) -> NewStore:
    return NewStore(
        name=name[:50],
        client_id=f"application{number}",
        base_url="http://127.0.0.1:9",
        fee_tier=FeeTier.MICRO,
        tier_starts_on=date(2026, 1, 1),
    )
