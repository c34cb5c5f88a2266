"""Sums and other large numbers as people write them: ``£300m``, ``300 million`` and ``300,000,000`` are one number."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from accord.search.folding import folded

_SUM = re.compile(
    r"(?<![\w.,])(?P<symbol>[£$€])?[ \u00a0]?(?P<number>\d[\d,]{0,30}(?:\.\d{1,9})?)"
    r"(?:(?P<short>[km]|mn|bn|tn)\b|[ \u00a0-](?P<word>thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9, "tn": 12, "trillion": 12}
"""Powers of ten; a billion has nine zeros, as in English of today."""
_CURRENCIES = {"£": "GBP", "$": "USD", "€": "EUR"}
"""The currency (ISO 4217) that a symbol is taken for where nothing else is said."""


def in_digits(text: str) -> str:
    """A string with its sums in digits, followed by their currency: ``up to £3m`` is ``up to 3000000 GBP``."""
    return _SUM.sub(_digits, text) if any(map(str.isdecimal, text)) else text


def _digits(found: re.Match[str]) -> str:
    scale = _SCALES.get((found["short"] or found["word"] or "").lower(), 0)
    value = Decimal(found["number"].replace(",", "")).scaleb(scale)
    if value != value.to_integral_value():
        return found[0]
    currency = _CURRENCIES.get(found["symbol"] or "", "")
    return f" {value:.0f} {currency}".rstrip()


def searchable(text: str) -> tuple[str, ...]:
    """The words of a string as a search compares them, with its sums in digits."""
    return folded(in_digits(text))


searchable_once = lru_cache(16_384)(searchable)
"""The same, remembered. Only for strings of the publication: those of visitors would fill the memory."""
