"""The settlements page."""
