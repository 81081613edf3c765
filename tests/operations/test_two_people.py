"""Two people who save the same thing: each what was changed on the version shown to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import msgspec
import pytest

from engine import (
    AlertRules,
    Basics,
    ChangedMeanwhile,
    Contact,
    MailServer,
    Role,
    Security,
    Store,
    TaxMode,
    Waiver,
)
from tests.one_store import OneStore


def basics(store: Store, **fields: object) -> Basics:
    return msgspec.structs.replace(store.basics, **fields)


def test_many_at_once_lose_nothing(one_store: OneStore) -> None:
    sections, store_id = one_store.engine.store_sections, one_store.store_id
    shown = one_store.engine.stores.get(store_id)
    changes = (
        lambda: sections.save_basics(store_id, shown.name, basics(shown, memo="memo"), shown=shown),
        lambda: sections.save_basics(
            store_id, shown.name, basics(shown, business_no="2208162517"), shown=shown
        ),
        lambda: sections.save_basics(store_id, "새 이름", shown.basics, shown=shown),
        lambda: sections.save_switches(
            store_id, msgspec.structs.replace(shown.switches, cs=False), shown=shown
        ),
        lambda: one_store.engine.stores.update(store_id, tax_mode=TaxMode.SIMPLIFIED, shown=shown),
    )
    with ThreadPoolExecutor(len(changes)) as pool:
        for done in [pool.submit(change) for change in changes]:
            done.result()

    held = one_store.engine.stores.get(store_id)
    assert (held.name, held.tax_mode, held.switches.cs) == ("새 이름", TaxMode.SIMPLIFIED, False)
    assert (held.basics.memo, held.basics.business_no) == ("memo", "2208162517")


def test_a_person_keeps_what_another_manager_changed(one_store: OneStore) -> None:
    people = one_store.engine.people
    people.add(email="one@example.com", name="매니저", role=Role.MANAGER)
    shown = people.add(email="two@example.com", name="두 사람", role=Role.OPERATOR)
    people.update(shown.account_id, role=Role.ANALYST)

    people.update(shown.account_id, name="새 이름", role=Role.OPERATOR, shown=shown)

    held = people.get(shown.account_id)
    assert (held.name, held.role) == ("새 이름", Role.ANALYST)
    with pytest.raises(ChangedMeanwhile):
        people.update(shown.account_id, role=Role.MANAGER, shown=shown)


def test_a_contact_keeps_what_somebody_else_changed(one_store: OneStore) -> None:
    contacts, store_id = one_store.engine.contacts, one_store.store_id
    new = Contact(contact_id=0, store_id=store_id, name="홍길동", email="hong@example.com")
    seen = contacts.add(store_id, new)
    contacts.update(store_id, msgspec.structs.replace(seen, phone="02-123-4567"))

    contacts.update(store_id, msgspec.structs.replace(seen, title="CS"), seen=seen)

    [held] = contacts.of_store(store_id)
    assert (held.title, bool(held.phone)) == ("CS", True)
    with pytest.raises(ChangedMeanwhile):
        contacts.update(store_id, msgspec.structs.replace(seen, phone="02-987-6543"), seen=seen)


def test_alerts_keep_what_somebody_else_changed(one_store: OneStore) -> None:
    alerts = one_store.engine.alerts
    alerts.set_rules(AlertRules(refusals=7), shown=AlertRules())
    alerts.set_rules(AlertRules(language="en"), shown=AlertRules())
    assert alerts.rules() == AlertRules(language="en", refusals=7)
    with pytest.raises(ChangedMeanwhile):
        alerts.set_rules(AlertRules(refusals=9), shown=AlertRules())

    server = MailServer(
        host="mail.example.com", port=587, security=Security.STARTTLS, user="", sender="a@b.kr"
    )
    alerts.set_mail_server(server, "")
    alerts.set_mail_server(msgspec.structs.replace(server, port=25), shown=server)
    alerts.set_mail_server(msgspec.structs.replace(server, user="u"), shown=server)
    held = alerts.mail_server()
    assert held is not None
    assert (held.port, held.user) == (25, "u")


def test_a_waiver_changed_meanwhile_is_not_written_over(one_store: OneStore) -> None:
    terms, day = one_store.engine.terms, date(2099, 1, 1)
    theirs = Waiver(starts_on=day, ends_on=day, monthly_cap_won=None, pays_back=False)
    mine = msgspec.structs.replace(theirs, pays_back=True)
    terms.set_waiver(one_store.store_id, theirs)

    with pytest.raises(ChangedMeanwhile):
        terms.plan_waiver(one_store.store_id, mine, shown=None)
    assert terms.plan_waiver(one_store.store_id, mine, shown=theirs).after == mine
