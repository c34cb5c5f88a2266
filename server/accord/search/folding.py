"""Words as a search compares them: without accents, capitals and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
_SILENT = re.compile(r"['’ʼ`´.](?=\w)|[\u0300-\u036f]")
_APART = re.compile(r"[^\w]+|_")
_CAPITALS = re.compile(r"[^\W\d_]+")


def folded(text: str) -> tuple[str, ...]:
    """The words of a string, folded: ``Women’s R&D, Ærø`` is ``womens r and d aero``. A leading article is dropped."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ")).translate(_LETTERS)
    found = tuple(_APART.sub(" ", _SILENT.sub("", plain)).split())
    return found[1:] if found[:1] == ("the",) and len(found) > 1 else found


folded_once = lru_cache(65_536)(folded)
"""The same, remembered. Only for strings of the publication: those of visitors would fill the memory."""


def initials(text: str) -> str:
    """What people make of a long name: ``Cancer Research UK`` is ``cruk``; empty when it would have under 3 letters."""
    capital = (word for word in _CAPITALS.findall(text) if word[0].isupper())
    short = "".join(word if word.isupper() else word[0] for word in capital).casefold()
    return short if len(short) > 2 else ""
