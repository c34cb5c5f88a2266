"""The known word that was probably meant."""

from __future__ import annotations

import pytest

from accord.did_you_mean import MAX_CHARACTERS, NEARLY_EQUAL, KnownWords, likeliest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("rfd", ["rdf", "owl"], "rdf"),
        ("SELEC", ["SELECT", "DELETE"], "SELECT"),
        ("standsOn", ["standsIn", "stands"], "standsIn"),
        ("Iron-bridge", ["iron-bridge"], "iron-bridge"),
        ("parties", ["compares", "party", "Partnership"], "party"),
        ("tree", ["bridge", "river"], ""),
        ("ab", ["", "abcd"], "abcd"),
        ("ax", ["", "by"], ""),
    ],
)
def test_the_likeliest_word(word: str, known: list[str], meant: str) -> None:
    assert likeliest(word, known) == meant


def test_equals_go_by_the_alphabet() -> None:
    assert likeliest("cat", ["hat", "bat", "mat"]) == "bat"


def test_a_word_too_long_is_not_compared() -> None:
    word = "a" * MAX_CHARACTERS
    assert likeliest(word, [word]) == word
    assert likeliest(word + "a", [word]) == ""
    assert likeliest(word, [word + "a"]) == ""


def test_a_word_that_may_be_right_must_be_nearly_equal() -> None:
    assert likeliest("created", ["creator"]) == "creator"
    assert likeliest("created", ["creator"], cutoff=NEARLY_EQUAL) == ""
    assert likeliest("creatd", ["created"], cutoff=NEARLY_EQUAL) == "created"


def test_of_very_many_words_the_likeliest_is_found_too() -> None:
    words = [f"thing-number-{number}" for number in range(5_000)] + ["north-head-light"]
    known = KnownWords(words)
    assert known.likeliest("noth-head-light") == "north-head-light"
    assert known.likeliest("thing-nmber-4321") == "thing-number-4321"
    assert known.likeliest("zzz") == ""
    assert known.likeliest("x" * 1_000) == ""
    assert KnownWords(words[:9]).likeliest("thing-number-77") == likeliest("thing-number-77", words[:9])
