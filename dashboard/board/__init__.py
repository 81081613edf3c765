"""The status board."""
