"""The language of a reader: that of the address (``?lang=de``), else by Accept-Language, else the publication's.

Of a language range in Accept-Language (RFC 9110, section 12.5.4) the end is cut off until there is such a language
(RFC 4647, section 3.4, Lookup). A range that is less exact than what there is (``zh`` where there are ``zh-Hans`` and
``zh-Hant``) gets the first of them, which is better than another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flask import g, request

from accord.formats import XLSX, Format
from accord.things.names.languages import primary

PARAMETER = "lang"
"""The parameter of an address that names a language. Links of the page keep it, since there are no cookies."""

WITH_NAMES = ("text/html", "application/json", "image/svg+xml")
"""The formats whose names are in the language of the reader. Graphs are the same for all."""
_TABLES = ("text/csv", "application/csvm+json", "application/geo+json", XLSX.media)
"""The same for the tables of this site; an answer of the query engine as CSV has no names."""

_SHORT_CHARS = 256
"""Characters of a header up to which its language is remembered; browsers send 40, and 1,024 of them are 300 KB."""
_MOST_CHARS, _MOST_RANGES = 2_000, 50
"""Characters and ranges of a header that are read. Nobody reads so many languages, and the rest are later choices."""

_RANGE = re.compile(r"(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*(?:;[ \t]*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?")
_ALIASES = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "zh-cn": "zh-hans", "zh-sg": "zh-hans"}
"""Regions that say in which script Chinese is written there."""

_THEMSELVES = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "ca": "Català", "cs": "Čeština", "cy": "Cymraeg",
    "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English", "eo": "Esperanto", "es": "Español",
    "et": "Eesti", "eu": "Euskara", "fa": "فارسی", "fi": "Suomi", "fr": "Français", "ga": "Gaeilge",
    "gd": "Gàidhlig", "gl": "Galego", "he": "עברית", "hi": "हिन्दी", "hr": "Hrvatski", "hu": "Magyar",
    "hy": "Հայերեն", "id": "Bahasa Indonesia", "is": "Íslenska", "it": "Italiano", "ja": "日本語", "ka": "ქართული",
    "ko": "한국어", "la": "Latina", "lt": "Lietuvių", "lv": "Latviešu", "mk": "Македонски", "ms": "Bahasa Melayu",
    "mt": "Malti", "nb": "Norsk bokmål", "nl": "Nederlands", "nn": "Norsk nynorsk", "no": "Norsk", "pl": "Polski",
    "pt": "Português", "pt-br": "Português (Brasil)", "pt-pt": "Português (Portugal)", "ro": "Română",
    "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "sq": "Shqip", "sr": "Српски",
    "sr-latn": "Srpski", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "te": "తెలుగు", "th": "ไทย",
    "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
    "zh-hans": "简体中文", "zh-hant": "繁體中文",
}  # fmt: skip
"""Languages by what their readers call them; for others there is the tag."""


def own_name(tag: str) -> str:
    """What the readers of a language call it."""
    lower = tag.lower()
    return _THEMSELVES.get(lower) or (
        f"{_THEMSELVES[primary(lower)]} ({tag})" if primary(lower) in _THEMSELVES else tag
    )


def of_reader(offered: Sequence[str]) -> str:
    """The language of this request, one of those offered. An address that names none of them is like one without."""
    asked = request.args.get(PARAMETER, "").lower()
    g.kept = asked if asked in offered and len(offered) > 1 else ""
    return g.kept or negotiate_language(request.headers.get("Accept-Language", ""), offered)


def kept() -> str:
    """The language that the address of this page names; empty for none."""
    found: str = g.get("kept", "")
    return found


def names_in(format: Format) -> bool:
    """Whether a page has names in a format, which are in the language of its reader."""
    return format.media in WITH_NAMES or format.media in _TABLES


def with_names() -> None:
    """Say that the answer, a table, has names in the language of its reader."""
    g.has_names = True


def keeping(address: str) -> str:
    """The address of another page of this host, in the language that the address of this page names."""
    if not kept() or not address.startswith("/"):
        return address
    whole, mark, fragment = address.partition("#")
    return f"{whole}{'&' if '?' in whole else '?'}{PARAMETER}={kept()}{mark}{fragment}"


def negotiate_language(header: str, offered: Sequence[str]) -> str:
    """The language of those offered that an Accept-Language header prefers; the first where it names none of them."""
    if len(offered) < 2 or not header:
        return offered[0]
    return (_short if len(header) <= _SHORT_CHARS else _negotiate)(header, tuple(offered))


def _negotiate(header: str, offered: tuple[str, ...]) -> str:
    ranges = list(_ranges(header))
    refused = {one for one, quality in ranges if not quality and one != "*"}
    accepted = [one for one in offered if not _is_refused(one, refused)]
    wanted = sorted((one for one in ranges if one[1]), key=lambda one: -one[1])
    for one, _ in wanted:
        if one != "*" and (found := _look_up(one, accepted)):
            return found
    return (accepted or offered)[0]


_short = lru_cache(1024)(_negotiate)


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """The ranges of a header, with their qualities; what is not a range is left out."""
    for piece in header[:_MOST_CHARS].split(",", _MOST_RANGES)[:_MOST_RANGES]:
        if found := _RANGE.fullmatch(piece.strip(" \t")):
            yield found[1].lower(), float(found[2] or 1)


def _is_refused(tag: str, refused: set[str]) -> bool:
    return any(tag == one or tag.startswith(f"{one}-") for one in refused)


def _look_up(wanted: str, offered: Sequence[str]) -> str:
    """The tag that a range leads to; empty for none."""
    for start in (_ALIASES.get(wanted, wanted), wanted):
        while start:
            if start in offered:
                return start
            start = start.rpartition("-")[0].removesuffix("-")
            if len(start) > 1 and start[-2] == "-":  # a single letter only begins an extension
                start = start[:-2]
    return next((one for one in offered if primary(one) == primary(wanted)), "")
