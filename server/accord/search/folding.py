"""Words as a search compares them: without accents, capitals and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_HEBREW = r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
_ARABIC = r"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_VOWELS = _HEBREW + _ARABIC + r"\u0730-\u074a"  # the last are Syriac
"""Marks of vowels and the like that writers leave out as often as not, as ranges of a character class."""
_WITH_MARKS = (*range(0x700, 0x1D00), 0x3099, 0x309A, *range(0xA600, 0xAC00))
"""Where the scripts are whose marks are letters for readers: those of India, Thai, the voiced kana and others."""
_MARKS = "".join(letter for letter in map(chr, _WITH_MARKS) if unicodedata.category(letter)[0] == "M")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
_PERSIAN = str.maketrans({"\u06a9": "\u0643", "\u06cc": "\u064a", "\u0649": "\u064a"})
"""Kaf and yeh, which Persian and Arabic keyboards write as different characters."""
_SILENT = re.compile(r"['’ʼ`´.](?=\w)|[\u0300-\u036f" + _VOWELS + "]")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SHAPES = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("‐‑–—", "-")})
_APART = re.compile(r"[^\w" + _MARKS + "]+|_")
_ASCII_APART = {code: " " for code in range(128) if not chr(code).isalnum()}
"""What ``_APART`` matches in ASCII, as a table: most strings are ASCII, and this takes a third of the time."""
_CAPITALS = re.compile(r"[^\W\d_]+")


def folded(text: str) -> tuple[str, ...]:
    """The words of a string, folded: ``Women’s R&D, Ærø`` is ``womens r and d aero``. A leading article is dropped.

    Arabic and Hebrew are compared without marks of vowels, and Persian letters as the Arabic ones.
    """
    plain = text.casefold().replace("&", " and ")
    if plain.isascii():
        found = tuple(_SILENT.sub("", plain).translate(_ASCII_APART).split())
    else:
        plain = unicodedata.normalize("NFKD", plain).translate(_LETTERS).translate(_PERSIAN)
        found = tuple(_APART.sub(" ", _SILENT.sub("", plain)).split())
    return found[1:] if found[:1] == ("the",) and len(found) > 1 else found


def same_letters(text: str) -> str:
    """A string without what people see as no difference: case, accents, spaces, and the shape of quotes and hyphens.

    All other characters stay, so ``C#`` and ``C++`` differ: names with the same result are surely meant alike.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS).translate(_SHAPES)
    return " ".join(_ACCENTS.sub("", plain).split())


folded_once = lru_cache(16_384)(folded)
"""The same, remembered. Only for strings of the publication: those of visitors would fill the memory."""


def initials(text: str) -> str:
    """What people make of a long name: ``Cancer Research UK`` is ``cruk``; empty when it would have under 3 letters."""
    short = "".join(_initials(text))
    return short if len(short) > 2 else ""


def leading_initials(text: str) -> frozenset[str]:
    """Initials of the first words of a name, three or more: ``Oxford University Hospitals NHS Trust`` gives ``ouh``."""
    each = list(_initials(text))
    return frozenset("".join(each[:end]) for end in range(3, len(each)))


def _initials(text: str) -> Iterator[str]:
    """The first letter of each word that begins with a capital; a word of capitals as it is."""
    capital = (word for word in _CAPITALS.findall(text) if word[0].isupper())
    return ((word if word.isupper() else word[0]).casefold() for word in capital)
