"""What the money pages let people take along is the engine's, to the won, in every kind of file."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd

from dashboard.fees.rates import rates_download, source
from dashboard.margins.frames import margin_download
from dashboard.parts.downloads import parquet_bytes
from dashboard.parts.frames import csv_bytes, xlsx_bytes
from dashboard.words.i18n import _
from dashboard.words.labels import label
from engine import FeeTier

from .conftest import House, Open


def test_the_margins_are_the_same_in_all_three_files(house: House) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    frame = margin_download(table, {})
    known = len(table)
    profit = f"{label(FeeTier.MICRO)} {_('Profit (₩)')}"
    expected = table.tiers[FeeTier.MICRO].profit_won.tolist()

    text = pd.read_csv(io.BytesIO(csv_bytes(frame)), dtype={profit: "Int64"})
    sheet = pd.read_excel(io.BytesIO(xlsx_bytes(frame, "x")))
    whole = pd.read_parquet(io.BytesIO(parquet_bytes(frame)))

    assert text[profit].head(known).tolist() == expected
    assert sheet[profit].head(known).astype(np.int64).tolist() == expected
    assert whole[profit].head(known).tolist() == expected
    assert str(whole[profit].dtype) == "Int64"  # no float touches an amount
    assert len(text) == len(sheet) == len(whole) == known + len(table.unknown.name)


def test_every_fee_rate_is_taken_along_with_its_days_and_source(
    house: House, open_page: Open
) -> None:
    rows = house.engine.fees.ledger().rows

    frame = pd.read_parquet(io.BytesIO(parquet_bytes(rates_download(house.engine))))

    assert len(frame) == len(rows)
    assert sorted(frame[_("Fee rate (%)")]) == sorted(
        f"{one.row.rate_mp // 1000}.{one.row.rate_mp % 1000:03d}" for one in rows
    )
    assert sorted(frame[_("Source")]) == sorted(source(one.row) for one in rows)
    assert not frame[_("Source")].str.contains("fees.md").any()  # told in words
    page = open_page(house.engine, "fees")
    assert not page.exception
