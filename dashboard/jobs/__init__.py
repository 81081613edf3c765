"""The jobs and the schedule page."""
