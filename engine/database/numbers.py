"""Gives out our own numbers, none of them twice, also after the row that had the highest is gone:
sealed texts and the audit name rows by their number.
"""

from __future__ import annotations

from enum import StrEnum

from engine.database.transaction import Transaction


class Noun(StrEnum):
    """What is numbered, each by itself. A new one needs a row of `counter` in its migration."""

    ACCOUNT = "account"
    ALERT = "alert"
    AUDIT = "audit"
    CONTACT = "contact"
    DELIVERY_TEMPLATE = "delivery_template"
    FEE_RATE = "fee_rate"
    FEE_TABLE = "fee_table"
    JOB = "job"
    NAVER_WRITE = "naver_write"
    SKU = "sku"
    STORE = "store"


def next_number(transaction: Transaction, noun: Noun) -> int:
    """A number nothing had before; where the transaction is undone, nothing has had it."""
    return next_numbers(transaction, noun, 1)


def next_numbers(transaction: Transaction, noun: Noun, count: int) -> int:
    """The first of `count` numbers in a row that nothing had before."""
    last = transaction.value("numbers.take", noun=noun, count=count)
    return int(last) - count + 1
