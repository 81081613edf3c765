"""The scenarios page."""
