"""Times from outside become times that every format can write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from accord.times import EARLIEST, clamped, moment

FAR = timezone(timedelta(hours=23, minutes=59))


@pytest.mark.parametrize("seconds", ["253402300800", "9" * 5_000, "1e999", str(2**64)])
def test_what_lies_ahead_is_now_or_nonsense_is_1970(seconds: str) -> None:
    assert moment(seconds) in (EARLIEST, clamped(datetime.max))


@pytest.mark.parametrize("seconds", ["", "nan", "-1", "-99999999999", "a day", "-" + "9" * 500])
def test_what_is_too_early_or_no_number_is_1970(seconds: str) -> None:
    assert moment(seconds) == EARLIEST


def test_a_usual_time_stays() -> None:
    assert moment("1704110400") == moment(1704110400) == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert clamped(datetime(2024, 1, 1, 12)) == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert clamped(datetime(2024, 1, 1, 12, tzinfo=FAR)).tzinfo is UTC


@pytest.mark.parametrize(
    "when",
    [datetime.max, datetime.min, datetime.max.replace(tzinfo=FAR), datetime.min.replace(tzinfo=FAR),
     datetime.max.replace(tzinfo=timezone(-timedelta(hours=23, minutes=59)))],
)  # fmt: skip
def test_the_ends_of_the_calendar_are_within_bounds(when: datetime) -> None:
    assert EARLIEST <= clamped(when) <= datetime.now(UTC)
