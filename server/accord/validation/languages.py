"""Codes of languages of three letters that have one of two: a tag of BCP 47 is the shortest one (RFC 5646, 2.2.1)."""

from __future__ import annotations

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


_SHORT = _by_long_code()


def shorter(tag: str) -> str:
    """A language tag with the shorter code of its language: ``en-GB`` for ``eng-GB``; empty where there is none."""
    first, dash, rest = tag.partition("-")
    short = _SHORT.get(first.lower(), "")
    return short and f"{short}{dash}{rest}"
