"""Words as a search compares them: without accents, capitals and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL = 3
"""Letters of the longest word that initials may leave out, unless it has a capital: articles, prepositions, *and*."""
_MOST_WORDS = 10
"""A name with more words is a sentence: nobody makes initials of it."""


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


def initials(text: str) -> frozenset[str]:
    """The initials of a long name, three letters or more: ``Cancer Research UK`` is ``cruk``.

    Some count small words (``University of Oxford`` is ``uoo``), and some leave out a word of capitals (``Oxford Health
    NHS Foundation Trust`` is ``ohft`` and ``ohnhsft``).
    """
    return _joined(_initials(text))


def leading_initials(text: str) -> frozenset[str]:
    """Initials of the first words of a name, three or more: ``Oxford University Hospitals NHS Trust`` gives ``ouh``."""
    first = (each[:end] for each in _initials(text) for end in range(1, len(each)))
    return _joined(first) - initials(text)


def _joined(each: Iterable[Sequence[str]]) -> frozenset[str]:
    return frozenset(short for one in each if len(short := "".join(one)) > 2)


def _initials(text: str) -> Iterator[list[str]]:
    """The first letters of the words that count, a word of capitals as it is: once for each way of counting."""
    words = _WORD.findall(text)
    if len(words) > _MOST_WORDS:
        return
    named = [word for word in words if word[0].isupper()]
    long = [word for word in words if word[0].isupper() or len(word) > _SMALL]
    for counted in (named, [word for word in named if len(word) == 1 or not word.isupper()], long, words):
        yield [(word if word.isupper() else word[0]).casefold() for word in counted]
