"""Backups: whole, of one moment, put back only when all is well, and nothing here is ever lost."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import msgspec
import pytest

from engine import (
    BackupManifest,
    BadFile,
    BadRequest,
    Config,
    ControlRequest,
    Engine,
    KeyMissing,
    StoreTooNew,
    WorkspaceBusy,
    WorkspaceUnusable,
    ask_running,
    open_engine,
    restore_backup,
    rotate_key,
)
from engine.domain.backups import too_many
from engine.keys import read_key
from engine.store.archive import DATABASE, KEY, MANIFEST
from engine.store.backups import Backups
from engine.vault import Vault
from tests.builders import NOON
from tests.sandbox_process import ROOT
from tests.test_keyring import Told, filled, told

SERVE = (
    "import sys; from pathlib import Path; from engine import Config, open_engine\n"
    "engine = open_engine(Config(workspace=Path(sys.argv[1])), serve=sys.argv[2] == 'serve')\n"
    "print(flush=True); sys.stdin.read(); engine.close()\n"
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace with something sealed of every kind."""
    return filled(Config(workspace=tmp_path / "workspace"))


def backed_up(config: Config, *, with_key: bool = False) -> Path:
    file = config.workspace.parent / "backup.zip"
    engine = open_engine(config)
    engine.backup(file, with_key=with_key)
    engine.close()
    return file


def elsewhere(config: Config, key_of: Config | None = None) -> Config:
    """Another workspace, empty but for a key."""
    other = Config(workspace=config.workspace.parent / "elsewhere")
    other.workspace.mkdir()
    if key_of is not None:
        (other.workspace / "storeboard.key").write_bytes(key_of.key_file.read_bytes())
    return other


def everything(config: Config) -> dict[str, bytes]:
    """Every file of a workspace by its path."""
    return {
        str(file.relative_to(config.workspace)): file.read_bytes()
        for file in config.workspace.rglob("*")
        if file.is_file()
    }


def test_a_backup_put_back_elsewhere_with_its_key_file_is_the_same_workspace(
    config: Config,
) -> None:
    file = backed_up(config)
    other = elsewhere(config, key_of=config)

    restored = restore_backup(other, file)

    assert told(other) == Told()
    assert restored.rows["store"] == 1
    assert restored.must_set is False


def test_a_backup_has_no_key_unless_asked_and_only_its_owner_may_read_it(config: Config) -> None:
    plain = backed_up(config)
    with zipfile.ZipFile(plain) as archive:
        assert set(archive.namelist()) == {MANIFEST, DATABASE}
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600

    with zipfile.ZipFile(backed_up(config, with_key=True)) as archive:
        assert archive.read(KEY) == config.key_file.read_bytes()


def test_a_backup_with_its_key_opens_anywhere(config: Config) -> None:
    other = elsewhere(config)

    restore_backup(other, backed_up(config, with_key=True))

    assert told(other) == Told()
    assert stat.S_IMODE(other.key_file.stat().st_mode) == 0o600


def test_a_backup_without_its_key_is_refused_and_names_the_key(config: Config) -> None:
    file, other = backed_up(config), elsewhere(config)
    key_id = Vault(read_key(config.key_file) or b"").key_id

    with pytest.raises(KeyMissing, match=rf"key {key_id}.*as storeboard\.key\.{key_id}"):
        restore_backup(other, file)

    assert os.listdir(other.workspace) == []


def test_what_was_here_is_kept_aside_and_still_opens(config: Config) -> None:
    file = backed_up(config)
    engine = open_engine(config)
    engine.set_resumes_on_start(False)
    engine.close()

    aside = restore_backup(config, file).aside

    assert aside is not None
    assert told(config) == Told()
    for folder, expected in ((config.workspace, True), (aside, False)):
        engine = open_engine(Config(workspace=folder))
        assert engine.resumes_on_start is expected
        engine.close()


def test_a_backup_from_before_a_rotation_finds_the_former_key(config: Config) -> None:
    file = backed_up(config)
    former = config.key_file.read_bytes()
    rotate_key(config)

    restore_backup(config, file)

    assert told(config) == Told()
    assert config.key_file.read_bytes() == former


def test_a_damaged_workspace_is_mended_by_a_backup_with_its_key(config: Config) -> None:
    file = backed_up(config, with_key=True)
    config.database_file.write_bytes(b"\x00" * 5000)
    config.key_file.write_text("damaged")

    aside = restore_backup(config, file).aside

    assert told(config) == Told()
    assert aside is not None
    assert (aside / "storeboard.key").read_text() == "damaged"


def test_with_another_key_in_the_environment_the_restore_says_what_to_set(config: Config) -> None:
    other = elsewhere(config)
    environment = Config(workspace=other.workspace, key=Vault(bytes(32)).key_text())

    restored = restore_backup(environment, backed_up(config, with_key=True))

    assert restored.must_set
    with pytest.raises(KeyMissing, match="Set STOREBOARD_KEY to the content of"):
        open_engine(environment)
    fresh = Config(workspace=other.workspace, key=restored.key_file.read_text())
    assert told(fresh) == Told()


def cut(file: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])


def rewrite(file: Path, name: str, content: bytes) -> None:
    """Exchanges one member of a backup."""
    with zipfile.ZipFile(file) as archive:
        held = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for one, old in held.items():
            archive.writestr(one, content if one == name else old)


def manifest(file: Path) -> BackupManifest:
    with zipfile.ZipFile(file) as archive:
        return msgspec.json.decode(archive.read(MANIFEST), type=BackupManifest)


def changed(file: Path, **fields: object) -> None:
    told = msgspec.structs.replace(manifest(file), **fields)
    rewrite(file, MANIFEST, msgspec.json.encode(told))


def flip(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        content = bytearray(archive.read(DATABASE))
    content[len(content) // 2] ^= 0xFF
    rewrite(file, DATABASE, bytes(content))


@pytest.mark.parametrize("step", ["kept aside", "key written", "exchanged"])
def test_a_restore_killed_at_any_step_leaves_a_workspace_that_opens(
    config: Config, step: str
) -> None:
    file = backed_up(config)
    rotate_key(config)  # so that another key has to come into force
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from engine import Config, restore_backup\n"
        "def after(step):\n"
        "    if step == sys.argv[3]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "restore_backup(Config(workspace=Path(sys.argv[1])), Path(sys.argv[2]), after=after)\n"
    )

    killed = subprocess.run(
        [sys.executable, "-c", program, str(config.workspace), str(file), step], cwd=ROOT
    )

    assert killed.returncode == -signal.SIGKILL
    assert told(config) == Told()
    restore_backup(config, file)
    assert told(config) == Told()
    assert not list(config.workspace.glob(".storeboard-restore-*"))


DAMAGES = {
    "half of it": lambda file: cut(file, 0.5),
    "all but the end": lambda file: cut(file, 0.999),
    "nothing of it": lambda file: cut(file, 0),
    "another byte": flip,
    "no database": lambda file: rewrite(file, DATABASE, b""),
    "no zip": lambda file: file.write_bytes(b"PK but no zip" * 100),
    "a list of something else": lambda file: rewrite(file, MANIFEST, b'["x"]'),
    "a list of too little": lambda file: rewrite(file, MANIFEST, b'{"format": 1}'),
    "other rows": lambda file: changed(file, rows={"store": 7}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(
    config: Config, damage: str
) -> None:
    file = backed_up(config)
    DAMAGES[damage](file)
    before = everything(config)

    with pytest.raises(BadFile, match="nothing was changed"):
        restore_backup(config, file)

    assert everything(config) == before


def test_a_file_that_is_not_there_is_no_backup(config: Config) -> None:
    with pytest.raises(BadFile, match="is no backup of Storeboard"):
        restore_backup(config, config.workspace / "none.zip")


def test_a_backup_in_the_form_of_a_later_version_is_refused(config: Config) -> None:
    file = backed_up(config)
    changed(file, format=2)

    with pytest.raises(StoreTooNew, match="newer Storeboard"):
        restore_backup(config, file)


def test_a_backup_whose_database_comes_from_a_later_version_is_refused(
    config: Config, tmp_path: Path
) -> None:
    with duckdb.connect(str(config.database_file)) as database:
        database.execute("insert into migration values (9999, 'of the future')")
    file = tmp_path / "future.zip"
    packed = backup_of(config.database_file, file, config)
    before = everything(config)

    with pytest.raises(StoreTooNew):
        restore_backup(config, packed)

    assert everything(config) == before


def backup_of(database: Path, file: Path, config: Config) -> Path:
    """A whole backup of a database this version cannot open."""
    from engine.store.archive import sha256_of, write_archive
    from engine.store.backups import rows_of

    rows = rows_of(database)
    listed = BackupManifest(
        format=1,
        made_at=NOON,
        migration=rows["migration"],
        key_id=Vault(read_key(config.key_file) or b"").key_id,
        with_key=False,
        size=database.stat().st_size,
        sha256=sha256_of(database),
        rows=rows,
    )
    write_archive(file, listed, database, None)
    return file


def test_a_backup_replaces_a_backup_but_no_other_file(config: Config) -> None:
    file = backed_up(config)
    backed_up(config)
    file.write_text("my notes")

    with pytest.raises(BadRequest, match=r"already a file backup\.zip that is no backup"):
        backed_up(config)

    assert file.read_text() == "my notes"


def test_a_folder_that_is_not_there_is_named(config: Config) -> None:
    engine = open_engine(config)

    with pytest.raises(WorkspaceUnusable, match=r"backup b\.zip cannot be written"):
        engine.backup(config.workspace / "no" / "such" / "b.zip")

    engine.close()


def test_a_backup_is_of_one_moment_while_others_write(config: Config, tmp_path: Path) -> None:
    """Two settings are always written together; no backup holds one without the other."""
    engine = open_engine(config)
    database, stop = engine._rooms.database, threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.write() as cursor:
                for name in ("left", "right"):
                    params = {"name": name, "value": str(number)}
                    cursor.execute(database.sql("settings.save"), params)

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{number}.zip" for number in range(5)]
    try:
        for file in files:
            engine.backup(file)
    finally:
        stop.set()
        writer.join()
        engine.close()

    pairs = set()
    for file in files:
        other = Config(workspace=tmp_path / file.stem)
        other.workspace.mkdir()
        other.key_file.write_bytes(config.key_file.read_bytes())
        restore_backup(other, file)
        with duckdb.connect(str(other.database_file), read_only=True) as copy:
            found = copy.execute(
                "select value from setting where name in ('left', 'right')"
            ).fetchall()
        assert len(found) in (0, 2)
        assert len({value for (value,) in found}) == len(found) // 2
        pairs.add(tuple(found))
    assert len(pairs) > 1


@pytest.fixture
def running(config: Config) -> Iterator[Config]:
    """A workspace a running dashboard holds."""
    yield from _held(config, "serve")


@pytest.fixture
def held(config: Config) -> Iterator[Config]:
    """A workspace another command holds."""
    yield from _held(config, "work")


def _held(config: Config, how: str) -> Iterator[Config]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(config.workspace), how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield config
        process.communicate(timeout=30)
    assert process.returncode == 0


def command(config: Config, *words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "dashboard.cli", *words, "--lang", "en", "--workspace"]
    return subprocess.run(
        [*call, str(config.workspace)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_the_running_dashboard_writes_the_backup_the_command_line_asks_for(
    running: Config, tmp_path: Path
) -> None:
    file = tmp_path / "asked.zip"

    answered = command(running, "backup", str(file), "--with-key", "--json")

    assert answered.returncode == 0, answered.stderr
    assert msgspec.json.decode(answered.stdout)["rows"]["store"] == 1
    other = elsewhere(running)
    restore_backup(other, file)
    assert told(other) == Told()


def test_the_running_dashboard_tells_the_command_line_what_is_wrong(running: Config) -> None:
    answered = command(running, "backup", "/no/such/folder/b.zip")

    assert (answered.returncode, answered.stdout) == (1, "")
    assert "The backup b.zip cannot be written" in answered.stderr


def test_only_its_owner_may_speak_to_the_running_dashboard(running: Config) -> None:
    assert stat.S_IMODE(running.control_folder.stat().st_mode) == 0o700


def test_nothing_is_put_back_under_a_running_dashboard(running: Config, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    ask_running(running.control_folder, ControlRequest(do="backup", file=str(file)))

    with pytest.raises(WorkspaceBusy):
        restore_backup(running, file)


def test_a_command_that_holds_the_workspace_cannot_be_asked(held: Config, tmp_path: Path) -> None:
    answered = command(held, "backup", str(tmp_path / "b.zip"))

    assert answered.returncode == 1
    assert "Another Storeboard holds this workspace" in answered.stderr


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 20) / ("longer" * 12)
    deep.mkdir(parents=True)
    engine = open_engine(Config(workspace=deep / "w"), serve=True)

    told = ask_running(
        deep / "w" / "control", ControlRequest(do="backup", file=str(tmp_path / "b.zip"))
    )

    assert msgspec.json.decode(told, type=BackupManifest).rows["store"] == 0
    engine.close()


def test_the_last_seven_daily_backups_are_kept_and_no_other_is_touched(config: Config) -> None:
    days = iter(NOON + timedelta(days=day) for day in range(10))
    moment = [next(days)]
    engine: Engine = open_engine(config)
    vault = Vault(read_key(config.key_file) or b"")
    backups = Backups(engine._rooms.database, vault, config.backup_folder, lambda: moment[0])
    own = backups.write_own()

    for day in [*days]:
        backups.write_daily()
        moment[0] = day
    engine.close()

    names = [backup.name for backup in backups.held()]
    assert names[0] == "daily-2026-12-01.zip"
    assert len([name for name in names if name.startswith("daily-")]) == 7
    assert own in names
    assert stat.S_IMODE(config.backup_folder.stat().st_mode) == 0o700


def test_only_daily_backups_are_ever_too_many() -> None:
    names = [f"daily-2026-11-{day:02}.zip" for day in range(1, 10)] + ["a.zip", "notes.txt"]

    assert set(too_many(names)) == {"daily-2026-11-01.zip", "daily-2026-11-02.zip"}


def test_backup_rotation_and_restore_by_the_command_line(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    written = msgspec.json.decode(command(config, "backup", str(file), "--json").stdout)
    renewed = msgspec.json.decode(command(config, "key", "rotate", "--json").stdout)
    restored = msgspec.json.decode(command(config, "restore", str(file), "--json").stdout)

    assert written["with_key"] is False
    assert renewed["sealed"] > 0
    assert renewed["key_id"] != written["key_id"]
    assert Path(renewed["kept_file"]).exists()
    assert restored["rows"] == written["rows"]
    assert Path(restored["aside"]).is_dir()
    assert told(config) == Told()


def test_a_cut_backup_is_refused_with_a_sentence_by_the_command_line(config: Config) -> None:
    file = backed_up(config)
    cut(file, 0.7)

    answered = command(config, "restore", str(file))

    assert (answered.returncode, answered.stdout) == (1, "")
    assert "it was cut off or damaged on its way" in answered.stderr
    assert "Traceback" not in answered.stderr
