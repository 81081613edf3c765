"""The changes page."""
