"""Characters that nobody meant: what becomes of them, and names in which they are right."""

from __future__ import annotations

import pytest

from accord.validation.stages.characters import plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Caf\u00c3\u00a9  Royal", "Caf\u00e9 Royal"),
        ("the king\u00e2\u20ac\u2122s", "the king\u2019s"),
        ("\u00c3\u00ad", "\u00ed"),
        ("\u0410da\u00a0Quill", "Ada Quill"),
        ("Uni\u00adversity", "University"),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_what_was_meant_is_found(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize(
    "name",
    [
        "\u00c0 propos\u00a0: 30\u00a0% de S\u00c3O PAULO",  # French puts such spaces before marks
        "\u041c\u043e\u0441\u043a\u0432\u0430",  # Moscow
        "\u0391\u03b8\u03ae\u03bd\u03b1",  # Athens
        "iPhone\u043e\u043c",  # a Russian ending of a foreign word
        "\u03b1-synuclein, TGF\u03b2 and \u00b5m",
        "CAF\u00c9\u00bb",
    ],
)
def test_right_names_stay(name: str) -> None:
    assert plain(name) == name
