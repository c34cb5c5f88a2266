"""Replacing parts of a string."""

from __future__ import annotations

import pytest

from accord.replacing import Replacement, replaced


@pytest.mark.parametrize(
    ("replacements", "text"),
    [
        ([], "one two"),
        ([(4, 7, "three"), (0, 0, "no ")], "no one three"),
        ([(3, 3, ","), (3, 3, " and")], "one, and two"),
        ([(0, 3, "1"), (3, 4, "-")], "1-two"),
        ([(0, 5, "x"), (4, 7, "left out")], "xwo"),
        ([(7, 7, ".")], "one two."),
    ],
)
def test_all_parts_are_replaced_in_one_step(replacements: list[Replacement], text: str) -> None:
    assert replaced("one two", replacements) == text
