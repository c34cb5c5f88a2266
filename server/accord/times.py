"""Converts times from commits, files and clocks to times that every format can write."""

from __future__ import annotations

from datetime import UTC, datetime

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Git counts from here, and HTTP dates need a year of four digits."""


def clamped(when: datetime) -> datetime:
    """A time in UTC, not before 1970 and not after now: HTTP allows no ``Last-Modified`` in the future (RFC 9110 §8.8).

    A time without a zone is taken as UTC.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(EARLIEST, min(aware, now)).astimezone(UTC)


def moment(seconds: str | float) -> datetime:
    """The time so many seconds after 1970, as git writes it (``%ct``); what is not a number of seconds is 1970.

    The zone that a commit names is left out: it says where its author was, and can be any nonsense.
    """
    try:
        return clamped(datetime.fromtimestamp(float(seconds), UTC))
    except (ValueError, OverflowError, OSError):
        return _out_of_range(str(seconds))


def _out_of_range(seconds: str) -> datetime:
    """Now for a number too large for a date, 1970 for anything else."""
    digits = seconds.strip()
    return clamped(datetime.max) if digits.isdecimal() else EARLIEST
