"""A team's own identity provider (OpenID Connect): what it says of a visitor, what counts.

Streamlit signs visitors in there and keeps what it was told in a signed cookie.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

Claims = Mapping[str, Any]
SIGNED_IN_SECONDS = 7 * 24 * 3600  # as a session with a password ends after a week in any case


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider, and this dashboard as its client."""

    metadata_url: str
    client_id: str
    client_secret: str
    public_url: str  # of this dashboard, such as https://storeboard.example.com
    all_verified: bool = (
        False  # it never says whether it verified an address: believed all the same
    )

    @property
    def cookie_secret(self) -> str:
        """What Streamlit's cookie is signed with."""
        return hashlib.sha256(b"storeboard cookie" + self.client_secret.encode()).hexdigest()

    def secrets(self) -> dict[str, Any]:
        """As Streamlit's sign-in wants it."""
        return {
            "auth": {
                "redirect_uri": f"{self.public_url.rstrip('/')}/oauth2callback",
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
            }
        }

    def email(self, claims: Claims, now: float) -> str | None:
        """The address a visitor was signed in with; None where nobody was, where the provider did
        not verify it, or where that is more than a week before `now` (seconds since 1970).
        """
        signed_at, email = claims.get("iat"), claims.get("email")
        if claims.get("is_logged_in") is not True or not isinstance(email, str):
            return None
        if not isinstance(signed_at, int | float) or now - signed_at > SIGNED_IN_SECONDS:
            return None
        silent = "email_verified" not in claims
        verified = self.all_verified if silent else claims["email_verified"] is True
        return email if verified else None

    def claims(self, asked: HTTPConnection) -> Claims:
        """What the signed cookie of a visitor says; nothing where there is none of ours."""
        told = get_cookie_with_chunks(lambda name: self._signed(asked, name), USER_COOKIE_NAME)
        try:
            claims = json.loads(told or b"{}")
        except ValueError:
            return {}
        parts = urlsplit(self.public_url)
        ours = (
            isinstance(claims, dict) and claims.get("origin") == f"{parts.scheme}://{parts.netloc}"
        )
        return claims if ours else {}

    def _signed(self, asked: HTTPConnection, name: str) -> bytes | None:
        kept = asked.cookies.get(name)
        if kept is None:
            return None
        try:
            return decode_signed_value(self.cookie_secret, name, kept.encode("latin-1"))
        except UnicodeEncodeError:
            return None
