"""The SKU page."""
