"""Sheets that are uploaded and made: CSV and .xlsx files as rows of text."""

from engine.domain.sku_headings import SKU_COLUMNS as SKU_COLUMNS
from engine.sheets.reading import read_sheet as read_sheet
from engine.sheets.writing import make_sheet as make_sheet
