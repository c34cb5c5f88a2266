"""Numbers in the words of a source: ``£3m``, ``115 million British pounds``, ``3,000,000``, ``seven``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, takewhile

from accord.validation.meanings.currencies import NAMES, SYMBOLS, meant

LONGEST_WORDS = 2_000
"""Characters of a string that are read; a phrase or the words for a number have some dozens."""

_SCALES = {
    "hundred": 2,
    **dict.fromkeys(("k", "thousand", "thousands", "thsd"), 3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million", "millions"), 6),
    **dict.fromkeys(("b", "bn", "bln", "mia", "mrd", "billion", "billions"), 9),
    **dict.fromkeys(("tn", "trn", "trillion", "trillions"), 12),
}
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDERED = "first second third fourth fifth sixth seventh eighth ninth tenth"
_SMALL = {word: number for number, word in enumerate(_UNITS.split())}
_SMALL |= {word: 10 * ten for ten, word in enumerate(_TENS.split(), 2)}
_ORDINALS = {word: number for number, word in enumerate(_ORDERED.split(), 1)}
_FRACTIONS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "fifth": Decimal("0.2"),
    "tenth": Decimal("0.1"),
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
}
"""What a number word means after ``a``; of the words of a fraction only those that are not ordinals of their own."""

_SYMBOL = "|".join(re.escape(one) for one in sorted(SYMBOLS, key=len, reverse=True))
_NAME = "|".join(re.escape(one) for one in sorted(NAMES, key=len, reverse=True))
_DIGITS = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3}){1,9}(?!\d)(?:\.\d{1,20})?"
    r"|(?<![\w.,])\d{1,3}(?:\.\d{3}){2,9}(?!\d)"
    r"|(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,9}(?!\d)"
    r"|(?<![\w.,])\d{1,3},\d{1,2}(?![\d,])"
    r"|(?<![\w.,])\d{1,40}(?:\.\d{1,20})?"
)
_BEFORE = re.compile(rf"(?:(?i:{_SYMBOL})|[A-Z]{{3}})[ \u00a0]?\Z")
_SCALE = re.compile(rf"[ \u00a0-]?({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?", re.IGNORECASE)
_AFTER = re.compile(rf"[ \u00a0]?((?i:{_NAME}|{_SYMBOL})|[A-Z]{{3}}\b)")
_GLUED = re.compile(r"\b(?:[A-Z]{3}|[Kk]r)(?=\d)")
_WORD = re.compile(r"[A-Za-z]+")
_MOST_BEFORE = 5
"""Characters of the longest symbol or code before a number, with its space."""
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
_GROUPING = str.maketrans("", "", ", \u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in words: its value, the codes of the currencies that it may be in, and where it is in the string.

    ``is_bare`` says that it is no more than digits without a group or a unit, as a year is. ``unscaled`` is the other
    value of a number like ``30 m``, which may be millions or metres.
    """

    value: Decimal
    currencies: tuple[str, ...]
    start: int
    end: int
    is_bare: bool = False
    unscaled: Decimal | None = None

    def equals(self, value: Decimal) -> bool:
        """Whether a number is this one; a share may be given in hundredths (``a quarter`` is 0.25 or 25)."""
        return value in (self.value, self.unscaled) or (0 < self.value < 1 and value == 100 * self.value)


def mentions(words: str) -> list[Mention]:
    """The numbers in a string, from left to right; of a longer string only the first :data:`LONGEST_WORDS`."""
    words = words[:LONGEST_WORDS]
    in_digits = list(_in_digits(words))
    taken = [(one.start, one.end) for one in in_digits]
    in_words = (one for one in _in_words(words) if not any(start <= one.start < end for start, end in taken))
    return sorted([*in_digits, *in_words], key=lambda one: one.start)


def _in_digits(words: str) -> Iterator[Mention]:
    for match in _DIGITS.finditer(_joined(words)):
        yield _whole(words, match.start(), match.end(), _number(match[0]), is_bare=match[0].isdecimal())


def _joined(words: str) -> str:
    """The string with a mark of the same length between a symbol of letters and its digits (``kr100``, ``USD5m``)."""
    return _GLUED.sub(lambda match: " " * len(match[0]), words)


def _whole(words: str, start: int, end: int, number: Decimal, *, is_bare: bool) -> Mention:
    """A mention with the scale after the number and the currency on either side of it."""
    unscaled = None
    if scale := _SCALE.match(words, end):
        unscaled = number if len(scale[1]) == 1 else None
        number, end, is_bare = number.scaleb(_SCALES[scale[1].lower()]), scale.end(), False
    currencies: tuple[str, ...] = ()
    before = _BEFORE.search(words[max(0, start - _MOST_BEFORE) : start])
    after = _AFTER.match(words, end)
    if before and (currencies := meant(before[0])):
        start -= len(before[0])
    elif after and (currencies := meant(after[1])):
        end = after.end()
    return Mention(number, currencies, start, end, is_bare and not currencies, None if currencies else unscaled)


def _number(digits: str) -> Decimal:
    """The value of digits in one of the usual groupings."""
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    if _DECIMAL_COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    return Decimal(digits.translate(_GROUPING))


def _in_words(words: str) -> Iterator[Mention]:
    """Numbers that are spelled out, and ordinals."""
    found = list(_WORD.finditer(words))
    place = 0
    while place < len(found):
        run = list(takewhile(lambda one: _is_number_word(one[0]), islice(found, place, None)))
        article = found[place][0].lower() in ("a", "an", "one") and place + 1 < len(found)
        share = _FRACTIONS.get(found[place + 1][0].lower()) if article else None
        if share is not None:
            yield _whole(words, found[place].start(), found[place + 1].end(), share, is_bare=False)
            place += 2
        elif run:
            yield _whole(words, run[0].start(), run[-1].end(), _spelled([one[0] for one in run]), is_bare=False)
            place += len(run)
        else:
            ordinal = _ORDINALS.get(found[place][0].lower())
            if ordinal is not None:
                yield Mention(Decimal(ordinal), (), found[place].start(), found[place].end())
            place += 1


def _is_number_word(word: str) -> bool:
    return word.lower() in _SMALL


def _spelled(run: list[str]) -> Decimal:
    """The value of number words in a row: ``twenty five`` is 25."""
    return Decimal(sum(_SMALL[word.lower()] for word in run))
