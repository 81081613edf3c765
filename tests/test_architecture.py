"""Reads every import and fails when an arrow of the architecture is broken."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.sandbox_process import ROOT

ROOMS = {  # what each room of the engine may name of the engine
    "domain": {"errors", "domain"},
    "naver": {"errors", "api_errors", "clock", "domain", "naver"},
    "database": {"errors", "api_errors", "clock", "domain", "files", "vault", "database"},
    "jobs": {"errors", "api_errors", "clock", "domain", "naver", "database", "jobs"},
    "notify": {"errors", "api_errors", "clock", "domain", "database", "notify"},
    "sheets": {"errors", "domain", "sheets"},
    "operations": {
        *(
            "errors",
            "api_errors",
            "clock",
            "domain",
            "files",
            "vault",
            "passwords",
            "sheets",
            "naver",
            "database",
            "jobs",
        ),
        *("notify", "operations"),
    },
    "sandbox": {"sandbox"},
    "errors.py": set(),
    "api_errors.py": {"errors"},
    "clock.py": set(),
    "config.py": {"errors", "domain"},
    "vault.py": {"errors"},
    "passwords.py": set(),
    "files.py": {"errors"},
    "keys.py": {"errors", "vault"},
    "keyring.py": {"errors", "config", "keys", "vault", "database"},
    "control.py": {"errors"},
    "doctor.py": {"errors", "clock", "config", "control", "domain", "files", "bootstrap"},
    "exchange.py": {"errors", "clock", "config", "keys", "keyring", "vault", "database"},
    "restore.py": {
        "errors",
        "clock",
        "config",
        "domain",
        "exchange",
        "files",
        "keys",
        "vault",
        "database",
    },
    "workspace_rates.py": {
        "errors",
        "clock",
        "config",
        "control",
        "domain",
        "database",
        "bootstrap",
    },
}
PAGE_ROOMS = {  # of the dashboard: each builds one page or a few that belong together
    *("admin", "board", "changes", "delivery", "fees", "imports", "jobs", "margins"),
    *("scenarios", "settlements", "skus", "stores"),
}
SHARED_ROOMS = {  # of the dashboard, and what each may name of it; `commands` may name any
    "words": {"words"},
    "server": {"words", "parts", "server"},
    "parts": {"words", "parts", "server"},
    "commands": {"words", "parts", "server", "commands", *PAGE_ROOMS},
}
PARTS = {"words", "parts", "server"}  # what the room of a page may name beside itself
DOMAIN_LIBRARIES = {"msgspec", "numpy"}
LIBRARIES = {  # who may use it
    "streamlit": ("dashboard/", "pages/"),
    "plotly": ("dashboard/",),
    "pandas": ("dashboard/", "engine/database/database.py"),
    "httpx": ("engine/naver/transport.py", "engine/naver/line.py"),
    "bcrypt": ("engine/naver/auth.py", "engine/passwords.py", "engine/sandbox/"),
    "duckdb": ("engine/database/",),
    "cryptography": ("engine/vault.py",),
    "openpyxl": ("engine/sheets/",),
    "apprise": ("engine/notify/chat.py",),
    "starlette": ("engine/sandbox/", "dashboard/"),
    "uvicorn": ("engine/sandbox/",),
    "babel": ("dashboard/",),
    "apscheduler": ("engine/jobs/schedule.py",),
}
STARTS_THE_SANDBOX = {"dashboard/commands/cli.py", "dashboard/commands/demo.py"}
ASKS_THE_TIME = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


OURS = sources("engine", "dashboard", "pages")


@cache
def tree(file: Path) -> ast.Module:
    """A file, read once."""
    return ast.parse(file.read_text("utf-8"))


@cache
def imports(file: Path) -> tuple[str, ...]:
    """Every module a file imports, wherever in it, with the names taken from our packages."""
    return tuple(_imports(file))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(file)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def outside(file: Path) -> set[str]:
    """The packages of others a file imports."""
    names = {name.split(".")[0] for name in imports(file)}
    return {name for name in names if name not in sys.stdlib_module_names} - {
        *("engine", "dashboard", "pages", "tests", "__future__"),
    }


def room(file: Path) -> str:
    return file.relative_to(ROOT / "engine").parts[0]


def test_there_is_something_to_read() -> None:
    assert len(OURS) > 80


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_of_the_engine_names_only_those_below_it(name: str) -> None:
    files = [file for file in sources("engine") if room(file) == name]

    wrong = [
        f"{place(file)} imports {module}"
        for file in files
        for module in imports(file)
        if module.split(".")[0] == "engine" and _step(module) not in ROOMS[name]
    ]

    assert files
    assert wrong == []


def _step(module: str) -> str:
    """The room a module is in: engine.database.products.Products is in database."""
    return module.split(".")[1]


def test_every_room_of_the_dashboard_is_known() -> None:
    files = {file.parent.name for file in sources("dashboard")} - {"dashboard"}

    assert files == {*PAGE_ROOMS, *SHARED_ROOMS}
    assert [place(file) for file in (ROOT / "dashboard").glob("*.py")] == ["dashboard/__init__.py"]


def test_a_room_of_the_dashboard_names_only_those_it_may() -> None:
    wrong = [
        f"{place(file)} imports {module}"
        for file in sources("dashboard")
        for module in imports(file)
        if module.startswith("dashboard.")
        if _step(module) not in SHARED_ROOMS.get(file.parent.name, {*PARTS, file.parent.name})
    ]

    assert wrong == []


def test_no_file_leads_back_to_itself() -> None:
    """No import circle, those inside functions included."""
    files = {place(file)[:-3].replace("/", "."): file for file in OURS}
    ways = {
        name: {_file_of(module, files) for module in imports(file)} - {None, name}
        for name, file in files.items()
        if file.name != "__init__.py"
    }
    while ready := [name for name, named in ways.items() if not named & set(ways)]:
        for name in ready:
            del ways[name]

    assert {name: named & set(ways) for name, named in ways.items()} == {}


def _file_of(module: str, files: dict[str, Path]) -> str | None:
    """The file an import reads: engine.clock.now is in engine/clock.py."""
    outer = module.rpartition(".")[0]
    return module if module in files else outer if outer in files else None


def test_the_engine_knows_neither_dashboard_nor_pages_nor_tests() -> None:
    wrong = [
        f"{place(file)} imports {module}"
        for file in sources("engine")
        for module in imports(file)
        if module.split(".")[0] in ("dashboard", "pages", "tests")
    ]

    assert wrong == []


def test_the_domain_needs_only_the_standard_library_and_its_records() -> None:
    used = {name for file in sources("engine/domain") for name in outside(file)}

    assert used <= DOMAIN_LIBRARIES


def test_the_domain_touches_no_file_and_no_network() -> None:
    io = {"os", "pathlib", "socket", "subprocess", "time", "threading", "logging", "random"}

    wrong = [
        f"{place(file)} imports {module}"
        for file in sources("engine/domain")
        for module in imports(file)
        if module.split(".")[0] in io
    ]

    assert wrong == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_used_only_where_it_belongs(library: str) -> None:
    users = [place(file) for file in OURS if library in outside(file)]

    assert [user for user in users if not user.startswith(LIBRARIES[library])] == []


def test_every_library_used_is_a_requirement() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {text.split(">=")[0].lower() for text in project["dependencies"]}

    assert {name for file in OURS for name in outside(file)} <= named


def test_dashboard_and_pages_use_the_public_door_only() -> None:
    wrong = [
        f"{place(file)} imports {module}"
        for file in sources("dashboard", "pages")
        for module in imports(file)
        if module.startswith("engine.") and module.count(".") > 1
        if not (place(file) in STARTS_THE_SANDBOX and module.startswith("engine.sandbox."))
    ]

    assert wrong == []


def test_the_public_door_holds_every_name_that_is_asked_of_it() -> None:
    import engine

    asked = {
        module.split(".")[1]
        for file in sources("dashboard", "pages")
        for module in imports(file)
        if module.startswith("engine.") and module.count(".") == 1
    }

    assert {name for name in asked if not hasattr(engine, name)} == set()


def test_the_sandbox_loads_nothing_else_of_the_engine() -> None:
    asked = "import sys, engine.sandbox.app; print(*(name for name in sys.modules))"

    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    ours = {name for name in told.stdout.split() if name.split(".")[0] in ("engine", "dashboard")}
    assert {name for name in ours if not name.startswith("engine.sandbox")} == {"engine"}


def test_pages_import_dashboard_and_engine_and_no_page_another() -> None:
    allowed = {"streamlit", "engine", "dashboard", "__future__"}

    wrong = [
        f"{place(file)} imports {module}"
        for file in sources("pages")
        for module in imports(file)
        if module.split(".")[0] not in allowed | set(sys.stdlib_module_names)
    ]

    assert wrong == []


def test_only_the_clock_asks_the_time() -> None:
    wrong = [
        f"{place(file)}:{node.lineno}"
        for file in OURS
        if place(file) != "engine/clock.py" and not place(file).startswith("engine/sandbox/")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if (node.value.id, node.attr) in ASKS_THE_TIME
    ]

    assert wrong == []


def test_sql_never_asks_the_time() -> None:
    asking = ("now()", "current_date", "current_timestamp", "get_current_time", "today()")

    wrong = [
        place(file)
        for file in (ROOT / "engine" / "database" / "sql").rglob("*.sql")
        if any(word in file.read_text("utf-8").lower() for word in asking)
    ]

    assert wrong == []


def test_streamlit_keeps_things_only_in_the_session_file() -> None:
    wrong = [
        f"{place(file)}:{node.lineno}"
        for file in OURS
        if place(file) != "dashboard/server/session.py"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr.startswith("cache_")
    ]

    assert wrong == []


def test_everything_is_caught_only_where_a_jobs_end_is_recorded() -> None:
    everything = {"Exception", "BaseException"}

    catching = {
        place(file)
        for file in sources("engine")
        if not place(file).startswith("engine/sandbox/")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler)
        if isinstance(node.type, ast.Name) and node.type.id in everything
        if not _raises_again(node)
    }

    assert catching <= {"engine/jobs/runner.py", "engine/notify/desk.py"}


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise)


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = [
        f"{place(file)}: {name}"
        for file in OURS
        if file.name != "__init__.py"
        for name in _undocumented(file)
    ]

    assert silent == []


def _undocumented(file: Path) -> Iterator[str]:
    module = tree(file)
    if module.body and ast.get_docstring(module) is None:
        yield "the module"
    classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
    for body in (module.body, *(one.body for one in classes if not one.name.startswith("_"))):
        for node in body:
            named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if named and not node.name.startswith("_") and ast.get_docstring(node) is None:
                yield node.name


def test_no_file_names_the_place_it_was_written_at() -> None:
    here = "/wo" + "rk/"
    files = [*OURS, *sources("tests"), ROOT / "Makefile", ROOT / "pyproject.toml"]

    assert [place(file) for file in files if here in file.read_text("utf-8")] == []
