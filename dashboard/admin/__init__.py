"""Alerts, audit, backups and people."""
