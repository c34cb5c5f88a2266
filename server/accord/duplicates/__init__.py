"""What is there already: things that a new one may be, statements and files that are repeated, things out of place."""

from __future__ import annotations

from accord.duplicates.index import prepare
from accord.duplicates.likely import Lookalikes, likely_duplicates
from accord.duplicates.stage import Newcomers, new_things, new_things_in_time

__all__ = ["Lookalikes", "Newcomers", "likely_duplicates", "new_things", "new_things_in_time", "prepare"]
