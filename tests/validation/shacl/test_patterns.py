"""Regular expressions of XPath: what matches, and what is refused in words."""

from __future__ import annotations

import time

import pytest

from accord.validation.shacl.patterns import matching, problem
from accord.validation.shacl.patterns.xpath_regex import PatternError

MATCHES = [
    (r"^\p{L}+$", "", "Köln"),
    ("^a.b$", "s", "a\nb"),
    ("a b", "x", "ab"),
    ("[a b]", "x", " "),
    (r"a\ b", "x", "a b"),
    ("a.b", "q", "a.b"),
    ("A.B", "iq", "a.b"),
    ("ABC", "i", "abc"),
    ("^b$", "m", "a\nb"),
    (r"^[a-z-[aeiou]]+$", "", "bcd"),
    (r"^[a-z-[a-y-[b]]]+$", "", "bz"),
    (r"^\i\c*$", "", "a-b.c"),
    (r"^\I$", "", "1"),
    (r"^[\i-[:]][\c-[:]]*$", "", "x1"),
    (r"^\p{IsGreek}+$", "", "αβ"),
    (r"^https?:\/\/.+", "", "https://a"),
    (r"^\w+$", "", "naïve"),
    (r"^[\w.\-]+@[\w\-]+$", "", "a.b@c-d"),
    (r"^[-+]?\d+$", "", "-5"),
    ("^[a\\-z]$", "", "-"),
    ("^$", "", ""),
    ("", "", "x"),
    ("^a|b$", "", "xb"),
    ("^#&~<>-'\"$", "", "#&~<>-'\""),
    ("^.{1,1000}$", "", "é" * 1000),
    ("^(?:ab)+?$", "", "abab"),
]
MISSES = [
    ("^a.b$", "", "a\nb"),
    ("^a.b$", "", "a\rb"),
    ("a$", "", "a\n"),
    ("^.{1,1000}$", "", "x" * 1001),
    ("^.{1,1000}$", "", "abc\n"),
    ("a.b", "q", "axb"),
    (r"^[a-z-[aeiou]]+$", "", "bad"),
    (r"^[^a-z-[A]]$", "", "A"),
    (r"^\i\c*$", "", "1a"),
    (r"^[\i-[:]][\c-[:]]*$", "", "x:1"),
    (r"\w", "", "-"),
    (r"\p{Lu}", "i", "a"),
    ("\\s", "", "\u00a0"),
    ("^[^\\s]+$", "", "a b"),
]
REFUSED = {
    ("(", ""): "is not closed",
    (")", ""): "closes no group",
    ("[a", ""): "is not closed",
    ("a**", ""): "follows a quantifier",
    ("^*", ""): "nothing for '*' to repeat",
    ("a{", ""): "nothing for '{' to repeat",
    ("a{3,2}", ""): "at least more than at most",
    (r"\b", ""): r"XPath has no '\b'",
    ("(?=a)", ""): "XPath has no '(?='",
    ("(?i)a", ""): "XPath has no '(?i'",
    (r"(a)\1", ""): r"the back-reference '\1'",
    (r"\p{Xx}", ""): "no category 'Xx'",
    (r"\p{IsKlingon}", ""): "the block 'IsKlingon'",
    (r"\pL", ""): "needs a category in braces",
    ("[z-a]", ""): "wrong order",
    ("[[a]]", ""): "has to be escaped",
    ("[a-[b]c]", ""): "has to be the last part",
    ("\\", ""): "escapes nothing",
    ("a", "g"): "no flag 'g'",
    ("(" * 5000, ""): "within each other",
    (r"^\p{L}{0,5000}$", ""): "too large",
    ("a{99999999999}", ""): "too large",
}


@pytest.mark.parametrize(("pattern", "flags", "string"), MATCHES)
def test_matches(pattern: str, flags: str, string: str) -> None:
    assert matching(pattern, flags, [string, string]) == {string}


@pytest.mark.parametrize(("pattern", "flags", "string"), MISSES)
def test_misses(pattern: str, flags: str, string: str) -> None:
    assert not matching(pattern, flags, [string])


@pytest.mark.parametrize("refused", REFUSED)
def test_refused_in_words(refused: tuple[str, str]) -> None:
    assert REFUSED[refused] in problem(*refused)
    with pytest.raises(PatternError):
        matching(*refused, ["a"])


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "(a*)*b", "^(a?){30}a{30}$", "(.*)(.*)(.*)(.*)x$"])
def test_no_pattern_takes_more_than_linear_time(pattern: str) -> None:
    start = time.monotonic()
    assert not matching(pattern, "", ["a" * 5000 + "!"])
    assert time.monotonic() - start < 20
