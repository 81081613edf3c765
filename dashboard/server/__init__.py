"""The server: who is let in, what a visit knows, how pages are served."""
