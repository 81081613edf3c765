"""Alerts on their way out: by e-mail, by chat, tried again while the other side is down."""
