"""What several pages are built of: widgets, tables, charts."""
