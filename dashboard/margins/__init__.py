"""The margins page."""
