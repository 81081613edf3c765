"""Signatures and tokens by NAVER's rules.

Source: docs/reference/commerce-api.md section 1; docs/reference/corrections.md (token call).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import math
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl

import bcrypt

from engine.sandbox.answers import Answer, InvalidInput, bad_request, ok, service_error
from engine.sandbox.stores import Store

LIFETIME = 10_800
SAME_TOKEN_ABOVE = 1_800
TIMESTAMP_VALID = 300
_SKEW = 1.0  # a clock less than a second ahead is forgiven
_FORM = "application/x-www-form-urlencoded"
_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_FIELDS = ("client_id", "timestamp", "grant_type", "client_secret_sign", "type")


@dataclass(slots=True)
class ServerClock:
    """The server's own clock; an offset makes it run ahead (or behind) of the caller's."""

    offset_seconds: float = 0.0

    def now(self) -> float:
        """Unix seconds by this clock."""
        return time.time() + self.offset_seconds

    @contextmanager
    def ahead_by(self, seconds: float) -> Iterator[None]:
        """Runs so much further ahead while the block lasts."""
        self.offset_seconds += seconds
        try:
            yield
        finally:
            self.offset_seconds -= seconds


@dataclass(frozen=True, slots=True)
class Token:
    """An issued token: whose, and until when by the server's clock."""

    text: str
    client_id: str
    expires_at: float


def tidy_salt(secret: str) -> str:
    """The salt with the stray bits of its last character cleared; bcrypt itself ignores them."""
    last = _ALPHABET[_ALPHABET.index(secret[28]) & 0b110000]
    return secret[:28] + last


def signature(client_id: str, secret: str, timestamp: str) -> bytes:
    """What client_secret_sign must decode to."""
    return bcrypt.hashpw(f"{client_id}_{timestamp}".encode(), tidy_salt(secret).encode())


class TokenDesk:
    """Issues tokens: the same one while 30 minutes or more are left, then one beside the old."""

    def __init__(self, stores: list[Store], clock: ServerClock) -> None:
        self.clock = clock
        self._stores = stores
        self._current: dict[str, Token] = {}
        self._valid: dict[str, Token] = {}
        self._worn: dict[str, int | None] = {}

    def owner(self, text: str) -> Store | None:
        """The store a token was issued to, None for one that is unknown or has expired."""
        token = self._valid.get(text)
        if token is None or token.expires_at <= self.clock.now():
            return None
        return self.store_of(token.client_id)

    def store_of(self, client_id: str) -> Store | None:
        """The store an application belongs to."""
        return next((store for store in self._stores if store.client_id == client_id), None)

    def named_in(self, body: bytes, query: dict[str, str]) -> Store | None:
        """The store a token call says it is for, signed or not."""
        form = _form(body)
        return self.store_of(form.get("client_id") or query.get("client_id", ""))

    def revoke(self, store: Store) -> None:
        """Makes every token of a store worthless; the next call for one gets a new one."""
        self._current.pop(store.client_id, None)
        self._worn.pop(store.client_id, None)
        for text in [t.text for t in self._valid.values() if t.client_id == store.client_id]:
            del self._valid[text]

    def wear_out(self, store: Store, calls: int | None) -> None:
        """Makes the store's tokens useless, though `calls` token calls (None: all) repeat them."""
        self._worn[store.client_id] = calls

    def worn(self, store: Store) -> bool:
        """Whether the store's tokens open nothing at present."""
        return store.client_id in self._worn

    def mend(self, store: Store) -> None:
        """Lets worn tokens serve again."""
        self._worn.pop(store.client_id, None)

    def answer(self, content_type: str, body: bytes, query: dict[str, str]) -> Answer:
        """The whole token call. Wrong signature or unknown client: 400 naming the member."""
        if _FORM not in content_type:
            return service_error(415, "UNSUPPORTED_MEDIA_TYPE", f"{_FORM} 형식만 지원합니다.")
        form = _form(body)
        store = self.named_in(body, query)
        if store is not None and any(name in query for name in _FIELDS):
            store.token_rule_breaks += 1  # still answered, but NAVER throttles such callers
        form = {**query, **form}
        wrong = _wrong_fields(form) or self._wrong_moment(form["timestamp"])
        if not wrong and (store is None or not _signed(form, store)):
            name = "client_id" if store is None else "client_secret_sign"
            wrong = [InvalidInput(name, "NotValid", f"{name} 항목이 유효하지 않습니다.")]
        if wrong or store is None:
            if store is not None:
                store.token_rule_breaks += any(
                    item.name in ("grant_type", "account_id") for item in wrong
                )
            return bad_request(*wrong)
        return self._issue(store)

    def _issue(self, store: Store) -> Answer:
        now = self.clock.now()
        if (calls := self._worn.get(store.client_id)) == 0:
            self.revoke(store)
        elif calls is not None:
            self._worn[store.client_id] = calls - 1
        token = self._current.get(store.client_id)
        if token is None or token.expires_at - now < SAME_TOKEN_ABOVE:
            token = Token(secrets.token_urlsafe(16), store.client_id, now + LIFETIME)
            self._current[store.client_id] = self._valid[token.text] = token
        left = math.ceil(token.expires_at - now) - 1
        return ok({"access_token": token.text, "expires_in": left, "token_type": "Bearer"})

    def _wrong_moment(self, timestamp: str) -> list[InvalidInput]:
        age = self.clock.now() - int(timestamp) / 1000
        if -_SKEW <= age <= TIMESTAMP_VALID:
            return []
        return [InvalidInput("timestamp", "NotValid", "timestamp 항목이 유효하지 않습니다.")]


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True))


def _wrong_fields(form: dict[str, str]) -> list[InvalidInput]:
    wrong = [
        InvalidInput(name, "NotBlank", f"{name} 항목은 필수입니다.")
        for name in _FIELDS
        if not form.get(name)
    ]
    if form.get("grant_type", "client_credentials") != "client_credentials":
        wrong.append(InvalidInput("grant_type", "NotValidEnum", "client_credentials"))
    if form.get("type", "SELF") != "SELF":
        wrong.append(
            InvalidInput("type", "NotValidEnum", "내 스토어 애플리케이션은 SELF만 쓸 수 있습니다.")
        )
    if "account_id" in form:
        wrong.append(
            InvalidInput(
                "account_id", "NotAllowed", "type이 SELF이면 account_id를 보낼 수 없습니다."
            )
        )
    timestamp = form.get("timestamp")
    if timestamp and not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) == 13):
        wrong.append(
            InvalidInput("timestamp", "TypeMismatch", "밀리초 단위 13자리 숫자가 아닙니다.")
        )
    return wrong


def _signed(form: dict[str, str], store: Store) -> bool:
    sent = form["client_secret_sign"].replace("-", "+").replace("_", "/")
    try:
        given = base64.b64decode(sent + "=" * (-len(sent) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(
        given, signature(store.client_id, store.client_secret, form["timestamp"])
    )
