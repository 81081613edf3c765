"""The product import page."""
