"""Proves to NAVER who asks: the signature of the token call, and one token for all threads.

The signature is base64(bcrypt(client_id + "_" + timestamp, salt=secret)), valid five minutes and
never from the future; a token lives three hours, and NAVER repeats it until 30 minutes are left
(docs/reference/commerce-api.md section 1). The signature begins with the secret, so it is as secret
as that. All three are kept in memory only.
"""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Callable
from urllib.parse import urlencode

import bcrypt
import msgspec

from engine.api_errors import AuthFailed
from engine.clock import Clock
from engine.naver.wire import Answer, Call, decode, shape_changed

TOKEN_PATH = "/v1/oauth2/token"

_SECRET = re.compile(r"\$2[aby]\$([0-9]{2})\$[./A-Za-z0-9]{22}")
_SALT_LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_TOKEN_TEXT = re.compile(r"[!-~]+")
_COSTS = range(4, 13)  # NAVER hands out 04; a damaged secret of cost 31 would compute for days
_BEHIND_MS = 3_000  # so that a clock slightly ahead is not from the future
_FRESH_MARGIN_SECONDS = 600.0


def signature(client_id: str, client_secret: str, timestamp_ms: int) -> str:
    """The client_secret_sign of a token call, in standard base64.

    Raises AuthFailed for a secret that cannot be one. The last of the 22 salt letters carries four
    stray bits that NAVER's own library ignores and bcrypt 5 refuses; they are cleared first.
    """
    salt = _salt(client_secret)
    try:
        hashed = bcrypt.hashpw(f"{client_id}_{timestamp_ms}".encode(), salt.encode())
    except ValueError as error:
        raise AuthFailed(
            "The application id cannot be used for a signature."
            " Copy it again from the Commerce API centre.",
            method="POST",
            path=TOKEN_PATH,
        ) from error
    return base64.b64encode(hashed).decode()


def _salt(client_secret: str) -> str:
    form = _SECRET.fullmatch(client_secret)
    if form is None or int(form.group(1)) not in _COSTS:
        raise AuthFailed(
            "The client secret is not whole: 29 characters that begin with $2a$; here are {length}."
            " Copy it again from the Commerce API centre,"
            " in single quotes where a shell could eat its $.",
            method="POST",
            path=TOKEN_PATH,
            length=len(client_secret),
        )
    last = _SALT_LETTERS[_SALT_LETTERS.index(client_secret[-1]) & 0b110000]
    return client_secret[:-1] + last


class Token(msgspec.Struct, frozen=True):
    """A token as issued; `issue` counts the token calls, because NAVER may repeat the text."""

    text: str
    issue: int

    def __repr__(self) -> str:
        return f"Token(issue={self.issue})"


class _TokenBody(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int = 10_800


class Tokens:
    """The token of one application. Thread-safe: one token call serves everybody who waits."""

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        clock: Clock,
        monotonic: Callable[[], float],
    ) -> None:
        self._client_id, self._client_secret = client_id.strip(), client_secret.strip()
        self._clock, self._monotonic = clock, monotonic
        self._lock = threading.Lock()
        self._token: Token | None = None
        self._signature = ""
        self._fresh_until = 0.0

    def current(self, ask: Callable[[Call], Answer]) -> Token:
        """The token to send; `ask` makes the token call and raises if it is refused."""
        with self._lock:
            if self._token is None or self._monotonic() >= self._fresh_until:
                self._token = self._issue(ask)
            return self._token

    def renewed(self, failed: Token, ask: Callable[[Call], Answer]) -> Token:
        """A token issued after `failed` was refused; another thread may have asked already."""
        with self._lock:
            if self._token is None or self._token.issue == failed.issue:
                self._token = self._issue(ask)
            return self._token

    def anew(self, ask: Callable[[Call], Answer]) -> Token:
        """A token asked for just now, whether or not one is held; NAVER may repeat it."""
        with self._lock:
            self._token = self._issue(ask)
            return self._token

    def hide(self, body: bytes) -> bytes:
        """The body without the secret, the signature and the token, should an error repeat them."""
        token = self._token.text if self._token else ""
        for secret in (self._signature, self._client_secret, token):
            if secret:
                body = body.replace(secret.encode(), b"***")
        return body

    def _issue(self, ask: Callable[[Call], Answer]) -> Token:
        call = self._token_call()
        asked_at = self._monotonic()
        answer = ask(call)
        body = decode(call, answer, _TokenBody)
        if not _TOKEN_TEXT.fullmatch(body.access_token):
            raise shape_changed(call, answer, "access_token")
        life = max(0, body.expires_in)
        self._fresh_until = asked_at + life - min(_FRESH_MARGIN_SECONDS, life / 10)
        return Token(body.access_token, self._token.issue + 1 if self._token else 1)

    def _token_call(self) -> Call:
        timestamp_ms = int(self._clock().timestamp() * 1000) - _BEHIND_MS
        self._signature = signature(self._client_id, self._client_secret, timestamp_ms)
        form = {
            "client_id": self._client_id,
            "timestamp": timestamp_ms,
            "grant_type": "client_credentials",
            "client_secret_sign": self._signature,
            "type": "SELF",
        }
        return Call(
            method="POST",
            path=TOKEN_PATH,
            group="",
            body=urlencode(form).encode(),
            content_type="application/x-www-form-urlencoded",
        )
