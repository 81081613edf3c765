"""Who visits in a test: a session of a real account, told by its cookie."""

from __future__ import annotations

from engine import Engine, Role


def cookie_of(engine: Engine, role: Role = Role.MANAGER) -> str:
    """The cookie of a visitor with that role who has just signed in."""
    if not engine.sessions.is_demo:
        engine.sessions.make_demo()
    return engine.sessions.demo_sign_in(role).cookie
