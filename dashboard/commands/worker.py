"""Works on jobs without the dashboard: the schedule, imports, alerts."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing

from dashboard.commands.processes import stopping_on_signals
from dashboard.words.i18n import N_, _
from dashboard.words.sentences import say
from engine import ConfigError, open_engine, read_config

READY = N_("Storeboard works on jobs, {workers} at a time.")
STOP = N_("Stop it with Ctrl-C.")


def run_worker(options: argparse.Namespace) -> None:
    """Runs jobs and the schedule until Ctrl-C. Raises WorkspaceBusy while another process holds the
    workspace, ConfigError where the environment allows no workers.
    """
    config = read_config(options.workspace)
    if not config.workers:
        raise ConfigError("STOREBOARD_WORKERS is 0: no job would run. Set it to 1 or more.")
    with stopping_on_signals():
        try:
            with closing(open_engine(config, serve=True, translate=say)):
                _say(READY, workers=str(config.workers))
                _say(STOP)
                while True:
                    time.sleep(60)
        except KeyboardInterrupt:
            pass


def _say(text: str, **params: str) -> None:
    sys.stdout.write(_(text).format(**params) + "\n")
    sys.stdout.flush()
