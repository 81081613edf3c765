"""Which language a visitor is spoken to in: the address's, the cookie's, or the browser's own."""

from __future__ import annotations

LANGUAGES = ("ko", "en")
DEFAULT = "ko"
COOKIE = "storeboard_language"
COOKIE_SECONDS = 365 * 24 * 3600


def visitor_language(asked: str, cookie: str, accepted: str) -> str:
    """The language of `?lang=`, else of the cookie, else the first that `Accept-Language` likes."""
    wishes = (asked, cookie, *_accepted(accepted), DEFAULT)
    return next(wish.lower() for wish in wishes if is_spoken(wish))


def is_spoken(lang: str) -> bool:
    """Whether there are texts in that language."""
    return lang.lower() in LANGUAGES


def language_cookie(lang: str) -> str:
    """The cookie that keeps the language; a page writes it too, so that scripts may see it."""
    return f"{COOKIE}={lang}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax"


def _accepted(header: str) -> list[str]:
    """The languages of an `Accept-Language`, the best liked first; what makes no sense is none."""
    liked = [_liked(part) for part in header.split(",")]
    return [lang for lang, weight in sorted(liked, key=lambda one: -one[1]) if weight > 0]


def _liked(part: str) -> tuple[str, float]:
    lang, _semicolon, said = part.partition(";")
    weight = said.strip().removeprefix("q=")
    try:
        return lang.strip().partition("-")[0], float(weight) if said else 1.0
    except ValueError:
        return "", 0.0
