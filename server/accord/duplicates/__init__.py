"""Duplicates: existing things that a new one may be, repeated statements and files, things in the wrong folder."""

from __future__ import annotations

from accord.duplicates.index import prepare
from accord.duplicates.likely import Lookalikes, likely_duplicates
from accord.duplicates.stage import AddedThings, new_things, new_things_in_time

__all__ = ["Lookalikes", "AddedThings", "likely_duplicates", "new_things", "new_things_in_time", "prepare"]
