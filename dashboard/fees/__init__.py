"""The fee rates page."""
