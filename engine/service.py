"""The parts of one open workspace that run and must be closed, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.control import Control, ControlRequest
from engine.jobs.clients import Clients
from engine.jobs.context import Tables
from engine.jobs.runner import JobRunner
from engine.jobs.schedule import Schedule
from engine.notify.desk import AlertDesk, Translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What runs: jobs, the schedule, alerts, and the socket the command line asks."""

    tables: Tables
    clients: Clients
    runner: JobRunner
    schedule: Schedule
    alerts: AlertDesk
    control: Control

    def start(
        self,
        answer: Callable[[ControlRequest], object],
        translate: Translate | None,
        *,
        resumes: bool,
    ) -> None:
        """Starts all of it; interrupted jobs go on if `resumes`. Where no jobs run, nothing goes by
        the clock either: it only answers.
        """
        if self.runner.works:
            if resumes:
                self.runner.resume_interrupted()
            self.schedule.start()
            self.alerts.start(translate)
        self.control.start(answer)

    def close(self) -> None:
        """Lets running jobs finish the page at hand (five seconds at most) and closes the
        workspace.
        """
        self.control.stop()
        self.alerts.stop()
        self.schedule.stop()
        self.runner.close()
        self.clients.close()
        self.tables.database.close()
