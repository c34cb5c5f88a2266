"""Codes of languages of three letters that have one of two: a tag of BCP 47 is the shortest one (RFC 5646, 2.2.1)."""

from __future__ import annotations

import re

_NAMES = {
    **{"english": "en", "en-uk": "en-GB", "eng-uk": "en-GB"},
    **dict.fromkeys(("welsh", "cymraeg"), "cy"),
    **dict.fromkeys(("french", "francais"), "fr"),
    **dict.fromkeys(("german", "deutsch"), "de"),
    **dict.fromkeys(("spanish", "espanol"), "es"),
    **{"gaelic": "gd", "irish": "ga", "italian": "it", "dutch": "nl", "danish": "da", "polish": "pl"},
    **{"gb": "en-GB", "us": "en-US", "jp": "ja", "cz": "cs", "dk": "da", "cn": "zh"},
}
"""Wrong language tags (the name of a language, the code of a country) -> the tag that is meant."""
_UKRAINIAN = "uk"
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_RESERVED = re.compile("[A-Za-z]{4,8}")
"""A first part of four letters or more is kept for later (RFC 5646, 2.2.1): no language has such a code yet."""

_CODES = """af afr ar ara bg bul bn ben bs bos ca cat cs ces cze cy cym wel da dan de deu ger el ell gre en eng eo
epo es spa et est eu eus baq fa fas per fi fin fr fra fre ga gle gd gla gl glg he heb hi hin hr hrv hu
hun hy hye arm id ind is isl ice it ita ja jpn ka kat geo ko kor la lat lb ltz lt lit lv lav mk mkd mac
mt mlt nb nob nl nld dut nn nno no nor pl pol pt por ro ron rum ru rus sk slk slo sl slv sq sqi alb sr
srp sv swe th tha tr tur uk ukr ur urd vi vie zh zho chi"""
"""Each code of two letters before those of three (ISO 639-1 and 639-2), for the languages most used in data."""


def _by_long_code() -> dict[str, str]:
    found: dict[str, str] = {}
    short = ""
    for code in _CODES.split():
        if len(code) == 2:
            short = code
        else:
            found[code] = short
    return found


def meant(tag: str, text: str) -> tuple[str, str] | None:
    """The tag that is meant by one that names no language, and why it does not; ``None`` for a good one.

    The tag is empty where it is not known. English that is tagged with ``uk`` is a mistake for the United Kingdom.
    """
    small = tag.lower()
    if small == _UKRAINIAN and _LATIN.search(text) and not _CYRILLIC.search(text):
        return "en-GB", "is Ukrainian, and these are Latin letters"
    if small in _NAMES or _RESERVED.fullmatch(small.partition("-")[0]):
        return _NAMES.get(small, ""), "is not the code of a language (BCP 47)"
    return None


_SHORT = _by_long_code()


def shorter(tag: str) -> str:
    """A language tag with the shorter code of its language: ``en-GB`` for ``eng-GB``; empty where there is none."""
    first, dash, rest = tag.partition("-")
    short = _SHORT.get(first.lower(), "")
    return short and f"{short}{dash}{rest}"
