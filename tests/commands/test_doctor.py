"""The doctor names what is wrong and what to do, from outside or by way of the dashboard."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from engine import Config, Finding, FindingState, examine, open_engine
from engine.vault import Vault
from tests.another_program import held
from tests.one_store import OneStore
from tests.sandbox_process import ROOT


def wrong(findings: tuple[Finding, ...]) -> list[str]:
    """Which checks found something wrong."""
    return [one.check for one in findings if one.state is FindingState.WRONG]


def closed(one_store: OneStore) -> Config:
    """The workspace of a store once nobody holds it."""
    one_store.engine.close()
    return Config(workspace=one_store.folder)


def told(config: Config, *words: str) -> tuple[int, dict[str, object]]:
    call = [
        sys.executable,
        "-m",
        "dashboard.commands.cli",
        "doctor",
        "--json",
        "--lang",
        "en",
        *words,
    ]
    answered = subprocess.run(
        [*call, "--workspace", str(config.workspace)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answered.stderr == ""
    return answered.returncode, msgspec.json.decode(answered.stdout)


def test_files_others_may_read_are_named_with_the_command_that_mends_it(
    one_store: OneStore,
) -> None:
    config = closed(one_store)
    config.workspace.chmod(0o755)
    (config.workspace / "logs").mkdir(exist_ok=True)
    (config.workspace / "logs").chmod(0o755)
    config.database_file.chmod(0o644)
    (config.workspace / "of-somebody-else.txt").touch(0o644)

    [found] = [one for one in examine(config) if one.check == "rights"]

    assert found.state is FindingState.WRONG
    assert "chmod -R go-rwx logs storeboard.duckdb" in found.text.format(**found.params)
    subprocess.run(
        ["chmod", "-R", "go-rwx", *found.params["files"].split()], cwd=config.workspace, check=True
    )
    assert "rights" not in {one.check for one in examine(config)}


def test_a_workspace_that_is_well_has_nothing_wrong(one_store: OneStore) -> None:
    findings = examine(closed(one_store))

    assert wrong(findings) == []
    assert {one.check for one in findings} == {
        *("versions", "disk", "workspace", "clock", "store", "backup", "alerts"),
    }


def test_a_store_naver_refuses_is_named_with_what_to_do(one_store: OneStore) -> None:
    one_store.fail("ip_not_allowed", "*")

    status, answer = told(closed(one_store))

    (finding,) = [one for one in answer["findings"] if one["state"] == "WRONG"]  # type: ignore[attr-defined]
    assert (status, answer["wrong"]) == (1, 1)
    assert finding["store"] == one_store.sandbox.stores[one_store.index].name
    assert "Add its public IP" in finding["message"]


def test_a_clock_far_from_navers_is_named(one_store: OneStore) -> None:
    one_store.sandbox.control("clock", {"offset_seconds": 900})

    assert wrong(examine(closed(one_store))) == ["clock"]


def test_the_running_dashboard_is_asked_for_its_part(one_store: OneStore) -> None:
    config = closed(one_store)
    with held(config.workspace):
        status, answer = told(config)

    assert (status, answer["wrong"]) == (0, 0)
    assert "store" in {one["check"] for one in answer["findings"]}  # type: ignore[attr-defined]


def test_a_folder_without_a_workspace_is_told_and_stays_empty(tmp_path: Path) -> None:
    config = Config(workspace=tmp_path / "none")

    assert wrong(examine(config)) == ["workspace"]
    assert not config.workspace.exists()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace without a store."""
    made = Config(workspace=tmp_path / "workspace")
    open_engine(made).close()
    return made


def test_a_wrong_key_is_told_as_the_key(config: Config) -> None:
    other = Config(workspace=config.workspace, key=Vault(bytes(32)).key_text())

    assert wrong(examine(other)) == ["key"]


def test_a_key_file_others_may_read_is_told(config: Config) -> None:
    config.key_file.chmod(0o644)

    (finding,) = [one for one in examine(config) if one.state is FindingState.WRONG]

    assert finding.text.format(**finding.params).endswith("chmod 600 storeboard.key")


def test_a_damaged_database_is_told_and_left_alone(config: Config) -> None:
    config.database_file.write_bytes(b"\x00" * 5000)

    assert wrong(examine(config)) == ["workspace"]
    assert config.database_file.read_bytes() == b"\x00" * 5000
