"""Looks for alerts and sends them, in a thread of its own: a dead mail server blocks nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from engine.clock import KST, Clock
from engine.database.alerts import Letter, Outbox
from engine.database.contacts import Contacts
from engine.domain.alerts import (
    Alert,
    AlertRules,
    Line,
    Message,
    next_try,
    outbox_key,
    quiet_until,
)
from engine.domain.contacts import AlertWay, Contact
from engine.errors import EngineError, NotSent
from engine.notify.causes import Causes
from engine.notify.chat import send_chat
from engine.notify.mail import send_mail

TICK_SECONDS = 15.0
STOP_SECONDS = 3.0
Translate = Callable[[str, str, Mapping[str, str]], str]  # language, template, parts
log = logging.getLogger(__name__)


def in_english(language: str, text: str, params: Mapping[str, str]) -> str:
    """A line as the code says it, where nobody brought translations."""
    return text.format(**params) if params else text


class AlertDesk:
    """Alerts of all stores, from the cause to the mail server."""

    def __init__(self, outbox: Outbox, causes: Causes, contacts: Contacts, clock: Clock) -> None:
        self.outbox, self._causes, self._contacts, self._clock = outbox, causes, contacts, clock
        self._translate: Translate = in_english
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, translate: Translate | None) -> None:
        """Starts the thread; `translate` says templates in a language."""
        self._translate = translate or in_english
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops the thread; a mail server that hangs is not waited for."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.tick()
            except EngineError as error:
                log.warning("alerts could not be looked after: %s", error.code)
            except Exception as error:  # a fault here must not silence all later alerts
                log.error("alerts met an unexpected fault: %s", type(error).__name__)
            self._stopping.wait(TICK_SECONDS)

    def tick(self) -> None:
        """Puts what is new into the outbox and sends what is due."""
        rules = self.outbox.rules()
        self._gather(rules)
        if quiet_until(self._clock().astimezone(KST), rules.quiet) is None:
            self._send_due(rules)
        self.outbox.forget_old()

    def _gather(self, rules: AlertRules) -> None:
        held = set(self.outbox.keys())
        people: dict[int, tuple[Contact, ...]] = {}
        for alert in self._causes.since_yesterday(rules):
            if alert.store_id not in people:
                people[alert.store_id] = self._contacts.of_store(alert.store_id)
            for contact_id, way, address in _addressees(alert, people[alert.store_id]):
                key = outbox_key(alert, contact_id, way)
                if key not in held:
                    self.outbox.add(alert, contact_id, way, address)
                    held.add(key)

    def _send_due(self, rules: AlertRules) -> None:
        """Sends what is due; of a mail server that fails no more is asked before the next tick."""
        closed: set[AlertWay] = set()
        for letter in self.outbox.due():
            if self._stopping.is_set():
                return
            if letter.way in closed:
                continue
            try:
                self.send(letter.way, letter.address, letter.message, rules.language)
            except NotSent as error:
                self._failed(letter, error.problem)
                if letter.way is AlertWay.EMAIL:
                    closed.add(letter.way)
                continue
            self.outbox.sent(letter)

    def _failed(self, letter: Letter, problem: str) -> None:
        if self._stopping.is_set():
            return
        again_at = next_try(letter.tries + 1, letter.created_at, self._clock())
        log.warning("alert %s was not sent: %s", letter.alert_id, problem)
        self.outbox.failed(letter, problem, again_at)

    def send(self, way: AlertWay, address: str, message: Message, language: str) -> None:
        """Sends a message at once. Raises NotSent."""
        title = self._say(language, message.title)
        body = "\n\n".join(self._say(language, line) for line in message.lines)
        if way is AlertWay.CHAT:
            send_chat(address, title, body)
            return
        held = self.outbox.server()
        if held is None:
            raise NotSent(
                "No mail server is set. Enter one on the page Alerts.", problem="MAIL_SERVER"
            )
        send_mail(*held, address, f"[Storeboard] {title}", body, self._clock())

    def _say(self, language: str, line: Line) -> str:
        return self._translate(language, line.text, line.params)


def _addressees(alert: Alert, contacts: Iterable[Contact]) -> Iterable[tuple[int, AlertWay, str]]:
    """Whom an alert is for: the contacts that chose its kind, by every way they chose."""
    for contact in contacts:
        if alert.kind in contact.alerts:
            addresses = {AlertWay.EMAIL: contact.email, AlertWay.CHAT: contact.chat_address}
            for way in contact.ways:
                address = addresses[way]
                if address:
                    yield contact.contact_id, way, address
