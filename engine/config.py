"""Where a workspace lives and which API it talks to; read once, at the start, from the
environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT as CLIENT
from ssl import SSLContext, SSLError

from engine.domain.outgoing import Outgoing, is_proxy
from engine.errors import ConfigError

PASSWORD_COST = 12
WORKERS = 24  # jobs at a time; each asks NAVER twice a second at most
MOST_WORKERS = 500
NAVER_BASE_URL = "https://api.commerce.naver.com/external"

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of one run. `password_cost` is bcrypt's; no environment lowers it. With no
    `workers` nothing runs here by itself: another process works on the jobs that are asked for.
    """

    workspace: Path
    key: str | None = None
    password_cost: int = PASSWORD_COST
    workers: int = WORKERS
    outgoing: Outgoing = field(default_factory=Outgoing)

    @property
    def database_file(self) -> Path:
        """The DuckDB file of the workspace."""
        return self.workspace / "storeboard.duckdb"

    @property
    def key_file(self) -> Path:
        """The file with the vault's key; made with mode 600 at the first start."""
        return self.workspace / "storeboard.key"

    @property
    def new_key_file(self) -> Path:
        """The key a rotation is about to put in force."""
        return self.workspace / "storeboard.key.new"

    @property
    def backup_folder(self) -> Path:
        """The daily backups, and those made at the screen."""
        return self.workspace / "backups"

    @property
    def control_folder(self) -> Path:
        """Where the running dashboard listens to the command line."""
        return self.workspace / "control"

    def kept_key_file(self, key_id: str) -> Path:
        """A key that is no longer in force, kept for older backups."""
        return self.workspace / f"storeboard.key.{key_id}"


def read_config(
    workspace: str | Path | None = None, environ: Mapping[str, str] = os.environ
) -> Config:
    """Settings from `workspace`, else $STOREBOARD_HOME, else `data/`; $STOREBOARD_KEY overrides the
    key file, $STOREBOARD_WORKERS says how many jobs run at a time, $STOREBOARD_OUTGOING_PROXY and
    $STOREBOARD_CA_FILE how calls reach NAVER. Raises ConfigError for what is none of these.
    """
    folder = workspace or environ.get("STOREBOARD_HOME") or ROOT / "data"
    return Config(
        workspace=Path(folder).expanduser().resolve(),
        key=environ.get("STOREBOARD_KEY") or None,
        workers=_workers(environ.get("STOREBOARD_WORKERS", "").strip()),
        outgoing=Outgoing(
            proxy=_proxy(environ.get("STOREBOARD_OUTGOING_PROXY", "").strip()),
            ca_file=_ca_file(environ.get("STOREBOARD_CA_FILE", "").strip()),
        ),
    )


def _proxy(text: str) -> str | None:
    if text and not is_proxy(text):
        raise ConfigError(  # never shown: it may hold a password
            "STOREBOARD_OUTGOING_PROXY is no address of a proxy."
            " Write http://host:port, or http://user:password@host:port where it asks for one."
        )
    return text or None


def _ca_file(text: str) -> str | None:
    if not text:
        return None
    file = Path(text).expanduser().resolve()
    try:
        SSLContext(CLIENT).load_verify_locations(file)
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, SSLError) else getattr(error, "strerror", "")
        raise ConfigError(
            "STOREBOARD_CA_FILE names {file}, from which no certificates can be read ({reason})."
            " Give it the company's certificate authority as a PEM file.",
            file=str(file),
            reason=reason or "-",
        ) from error
    return str(file)


def _workers(text: str) -> int:
    if not text:
        return WORKERS
    if not text.isascii() or not text.isdecimal() or int(text) > MOST_WORKERS:
        raise ConfigError(
            "STOREBOARD_WORKERS is the number of jobs at a time, from 0 to {most}. Correct it.",
            most=MOST_WORKERS,
        )
    return int(text)


def is_sandbox(base_url: str) -> bool:
    """True for any address but NAVER's own: the screens then say SANDBOX."""
    return base_url.rstrip("/") != NAVER_BASE_URL
