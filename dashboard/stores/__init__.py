"""The stores page."""
