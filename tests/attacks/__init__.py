"""What somebody hostile would try on the running server, and what happens."""
