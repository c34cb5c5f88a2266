"""Characters of a string that nobody meant: unseen ones, odd spaces, letters of another script or of a wrong encoding.

They come with copies from web pages, PDF files and other programs. A page looks right, and no search finds the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from accord.validation import hints
from accord.validation.check_input import Statement
from accord.validation.findings import Finding

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]|(?<=[A-Za-z0-9 ])[\u200c\u200d](?=[A-Za-z0-9 ])")
"""Characters without width; a joiner is only wrong where no letters can be joined."""
_ACCENTED = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,5}")
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTINUING = bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")
_TWICE_ENCODED = re.compile(f"[ÂÃ][{_CONTINUING}]|â€[{_CONTINUING}]")
"""Letters with accents and typographic marks in UTF-8, read as Windows-1252: what English and French text has most."""
_SPACES = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)|(?<=[^\W\d_])[\u00a0\u2007\u202f](?=[^\W\d_])")
"""Several spaces between words, or a non-breaking one between letters; French has those before ``:`` and ``%``."""
_ALIKE = dict(zip("АВЕІЈКМНОРСТУХЅаеіјорсухѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEIJKMHOPCTYXSaeijopcyxsABEZHIKMNOPTYXo", strict=True))
"""Letters of the Cyrillic and the Greek alphabet that look like Latin ones."""
_AFTER_LATIN = "\u0250"
"""The first character after the letters of European languages in Latin script."""
_WORD = re.compile(r"[^\W\d_]+")


def plain(text: str) -> str:
    """A name with the characters that were meant: without unseen ones, and with each letter as one character."""
    decoded = _TWICE_ENCODED.sub(lambda match: match[0].encode("cp1252").decode(), text)
    spaced = _SPACES.sub(" ", _INVISIBLE.sub("", decoded))
    return unicodedata.normalize("NFC", _WORD.sub(lambda match: _latin(match[0]), spaced))


def _latin(word: str) -> str:
    """A word in Latin letters if some of it is in them and the others look like them; else the same word."""
    if not any(one.isascii() for one in word) or not all(one in _ALIKE or one < _AFTER_LATIN for one in word):
        return word
    return "".join(_ALIKE.get(one, one) for one in word)


def check(statement: Statement, text: str, *, is_name: bool) -> Iterator[Finding]:
    """What nobody meant in a string; of odd spaces and letters of other scripts, only in a name."""
    yield from _unprintable(statement, text)
    if match := _TWICE_ENCODED.search(text):
        message = f"The string has {match[0]}, which is a letter in UTF-8 that was read in another encoding."
        remedy = f"Write {hints.excerpt(plain(text))}."
        yield statement.finding("LIT-ENCODING", "warning", message, statement.triple.object_span, remedy)
        return
    yield from _unseen(statement, text)
    if is_name:
        yield from _odd(statement, text)


def _odd(statement: Statement, text: str) -> Iterator[Finding]:
    """Spaces and letters in a name that look like others."""
    span = statement.triple.object_span
    if match := _SPACES.search(text):
        what = "several spaces in a row" if len(match[0]) > 1 else "a non-breaking space between two words"
        message = f"The name has {what}, so that a search may not find it."
        yield statement.finding("LIT-SPACE", "warning", message, span, f"Write {hints.excerpt(plain(text))}.")
    for match in _WORD.finditer(text):
        if (meant := _latin(match[0])) != match[0]:
            odd = next(one for one, other in zip(match[0], meant, strict=True) if one != other)
            name = unicodedata.name(odd, "").lower()
            message = f"“{match[0]}” has a letter of another script (U+{ord(odd):04X}, {name})."
            yield statement.finding("LIT-SCRIPT", "warning", message, span, f"Write {meant} in Latin letters.")
            return


def _unprintable(statement: Statement, text: str) -> Iterator[Finding]:
    """Characters that cannot be printed, or that change the direction of the text."""
    span = statement.triple.object_span
    if match := _CONTROL.search(text):
        message = f"The string has the control character U+{ord(match[0]):04X}, which cannot be printed."
        remedy = "Delete it, or write the character you meant."
        yield statement.finding("LIT-CONTROL", "violation", message, span, remedy)
    if match := _BIDIRECTIONAL.search(text):
        message = f"The string has U+{ord(match[0]):04X}, which changes the direction of the text after it."
        remedy = "Delete it, unless the string mixes scripts that need it."
        yield statement.finding("LIT-BIDI", "warning", message, span, remedy)


def _unseen(statement: Statement, text: str) -> Iterator[Finding]:
    """Characters that nobody sees, and letters with accents that are two characters: a search finds neither."""
    span = statement.triple.object_span
    if match := _INVISIBLE.search(text):
        name = unicodedata.name(match[0], "").lower()
        message = f"The string has U+{ord(match[0]):04X} ({name}), which nobody sees and no search finds."
        yield statement.finding("LIT-INVISIBLE", "warning", message, span, "Delete it.")
    if not unicodedata.is_normalized("NFC", text) and (match := _ACCENTED.search(text)):
        letter = unicodedata.normalize("NFC", match[0])
        message = f"The letter {letter} is written as {len(match[0])} characters, so that a search may not find it."
        yield statement.finding("LIT-ACCENTS", "warning", message, span, f"Write {letter} as one character (NFC).")
