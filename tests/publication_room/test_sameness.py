"""Whether two files make the same statements: spelling and the names of blank nodes do not count, all else does."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from accord.publication.survey.sameness import signature

PREFIX = "@prefix : <https://ex.org/> . "


def signed(text: str, syntax: RdfFormat = RdfFormat.TRIG) -> bytes:
    return signature(parse(PREFIX + text, syntax, rename_blank_nodes=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":a :b :c , :d .", ":a :b :d . :a :b :c . :a :b :c ."),
        (":a :b [ :c [ :d 1 ] , [ :d 2 ] ] .", "_:x :d 2 . _:y :d 1 . _:z :c _:y , _:x . :a :b _:z ."),
        (":a :b ( 1 2 3 ) .", ":a :b ( 1 2 3 ) ."),
        ("_:a :p _:b . _:b :p _:a .", "_:x :p _:y . _:y :p _:x ."),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert signed(one) == signed(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":a :b :c .", ":a :b :d ."),
        (":a :b 1 .", ":a :b '1' ."),
        (":a :b 'x'@en .", ":a :b 'x'@de ."),
        (":a :b :c .", ":g { :a :b :c }"),
        (":a :b ( 1 2 3 ) .", ":a :b ( 1 3 2 ) ."),
        (":a :b [ :c 1 ; :d 2 ] .", ":a :b [ :c 1 ] , [ :d 2 ] ."),
        (":a :b [] .", ":a :b [] , [] ."),
        ("_:a :p _:b . _:b :p _:c .", "_:a :p _:b . _:c :p _:b ."),
        (":a :b [ :c [ :c [ :c [ :d 1 ] ] ] ] .", ":a :b [ :c [ :c [ :c [ :d 2 ] ] ] ] ."),
    ],
)
def test_different(one: str, other: str) -> None:
    assert signed(one) != signed(other)
