"""Rows of terms as tables for people: XLSX with links, dates and numbers, and CSV with names beside IRIs."""

from __future__ import annotations

from accord.spreadsheets.cells import Cell, Cells, number
from accord.spreadsheets.csv_file import write_csv
from accord.spreadsheets.model import About, Heading, Sheet, limited
from accord.spreadsheets.parquet import has_parquet, write_parquet, write_statements
from accord.spreadsheets.workbook import write_xlsx

__all__ = [
    "About",
    "Cell",
    "Cells",
    "Heading",
    "Sheet",
    "has_parquet",
    "limited",
    "number",
    "write_csv",
    "write_parquet",
    "write_statements",
    "write_xlsx",
]
