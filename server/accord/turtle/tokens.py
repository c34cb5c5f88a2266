"""Turtle text cut into tokens by one regular expression, each with its place.

The patterns follow the terminals of the Turtle 1.1 grammar (W3C Recommendation of 25 February 2014, §6.5). After them
come the usual ways to get a terminal wrong (a string without an end, a bare IRI), so that every string can be cut and
the reader can say what is wrong with a piece. Each pattern can match a piece in one way only, and no string is looked
for where its quotes do not come again, so the time is linear in the length. No pattern has possessive quantifiers or
atomic groups, which ``re`` of Python 3.11.2 mishandles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

Token = tuple[str, int, int]
"""The kind of a token and its half-open offsets in the text, in code points."""

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS_BUT_LINE = _BASE + "0-9\\-\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = _CHARS_BUT_LINE + "_"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = f"[{_BASE}][{_CHARS}]*(?:\\.+[{_CHARS}]+)*"
_FIRST = f"[{_BASE}_:0-9]|{_ESCAPED}"
_DOTS_OR_ESCAPED = f"\\.+(?=[{_CHARS}:%\\\\])|{_ESCAPED}"
_LOCAL = f"(?:{_FIRST})[{_CHARS}:]*(?:(?:{_DOTS_OR_ESCAPED})[{_CHARS}:]*)*(?![{_CHARS}:]|{_DOTS_OR_ESCAPED})"
_AFTER_LOCAL = r"[/~%!$&*=?\\]|@(?!prefix|base)"

SPACE = r"[ \t\r\n]*(?:\#[^\r\n]*(?![^\r\n])[ \t\r\n]*)*"
NAME = f"(?:{_PREFIX})?:(?:{_LOCAL}|(?!{_FIRST}))"
IRI = r"""<(?:[^<>\s]*|[^<>"\n\r]*|[^<>"'\s]*[\n\r]+[^<>"'\s]*)>"""
_LONG = {
    '"""': r'"""[^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"""|',
    "'''": r"'''[^'\\]*(?:(?:\\.|'{1,2}(?!'))[^'\\]*)*'''|",
}
"""Strings over several lines, by their quotes."""
STRING = "".join(_LONG.values()) + (
    r'"(?!"")[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*"|'
    r"'(?!'')[^'\\\n\r]*(?:\\[^\n\r][^'\\\n\r]*)*'"
)
LANGUAGE = r"@(?!(?:prefix[ \t]+[^\s:]*:|base[ \t]*<))[\w-]*"

_ESCAPES = 200
"""Escapes in a string that is broken over lines, up to which its end is looked for: more than a page of text has."""

_DOUBLE_QUOTED = r'[“”„‟«][^“„‟«”»"\n\r]*[“”»"]'
_SINGLE_QUOTED = r"[‘‚‹][^‘‚‹\n\r]*?[’›'](?!\w)"
_TURTLE_LINE = r"[ \t]*(?:@(?:prefix|base)\b|[A-Za-z][\w.-]*:[\w-]*[ \t\r]|<[^<>\s]*>[ \t\r]|a[ \t])"

KINDS = {
    "name": f"{NAME}(?!{_AFTER_LOCAL})",
    "ellipsis": r"\.{3,}|\u2026",
    "mark": r"[;,\[\]()]|\.(?![0-9])",
    "iri": IRI,
    "literal": f"(?:{STRING})(?:{SPACE}(?:{LANGUAGE}|\\^\\^{SPACE}(?:{IRI}|{NAME})))?",
    "a": f"a(?!\\.?[{_CHARS}])",
    "number": (
        r"[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|\.[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+"
        r"|[0-9]+(?!\.[0-9]|\.[eE][+-]?[0-9]))(?![A-Za-z0-9]|_(?!:))"
    ),
    "label": f"_:[{_BASE}_0-9][{_CHARS}]*(?:\\.+[{_CHARS}]+)*(?!\\.*[{_CHARS}])",
    "brace": r"\{(?!\|)|(?<!\|)\}",
    "boolean": f"(?:true|false)(?![{_CHARS}]|\\.[{_CHARS_BUT_LINE}])",
    "directive": (
        r"@(?i:prefix|base)\b|(?i:prefix)(?=[ \t\r\n]*(?:\#|(?!\s)[^\s:<]*(?::|[ \t]*<)))|(?i:base)(?=[ \t\r\n]*[<\#])"
    ),
    "end": r"\Z",
    # From here on: what is not Turtle, cut so that the rest still makes sense.
    "xmlns": r"xmlns:[A-Za-z][\w-]*[ \t]*=[ \t]*(?:\"[^\"\n\r]*\"|'[^'\n\r]*')",
    "conflict": r"(?<![^\n\r])(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])[^\n\r]*",
    "fence": r"(?<![^\n\r])`{3}[^\n\r]*",
    "broken_literal": (
        rf'"[^"\\]*(?:\\.[^"\\]*){{0,{_ESCAPES}}}"(?=[ \t]*(?:[;,.\])](?:\s|\Z)|@[A-Za-z]|\^\^))'
        f"(?:{LANGUAGE}|\\^\\^(?:{IRI}|{NAME}))?"
    ),
    "open_long_literal": rf"""(?:\"{{3}}|'{{3}})[^\n\r]*(?:[\n\r]+(?!{_TURTLE_LINE})[^\n\r]+)*""",
    "open_literal": r"[\"'][^\n\r]*",
    "quoted": f"(?:{_DOUBLE_QUOTED}|{_SINGLE_QUOTED})(?:{LANGUAGE}|\\^\\^(?:{IRI}|{NAME}))?",
    "open_iri": r'<(?!<)[^<>"\s;,]*',
    "wrong_name": rf"(?:{NAME}(?:{_AFTER_LOCAL})|{_PREFIX}\.+:)[^\s;,\[\]()<>\".]*(?:\.[^\s;,\[\]()<>\".]+)*",
    "wrong_number": r"[+-]?\.?[0-9]\w*(?:\.\w+)*",
    "wrong_space": r"[\s\u200b\u2060\ufeff]+",
    "word": f"@?(?:[{_BASE}]|[^\\W\\d])[{_CHARS}\\w]*(?:\\.+[{_CHARS}\\w]+)*",
    "else": r"\^\^|<<\(?|>>|\{\||\|\}|.",
}
"""Every kind of token with its pattern, in the order in which they are tried."""

RDF_12 = {
    "<<": "a reified triple",
    ">>": "the end of a triple",
    "<<(": "a triple term",
    "{|": "an annotation",
    "|}": "the end of an annotation",
}
"""What RDF 1.2 adds, which is cut into tokens so that a fault can name it."""

_GROUPS = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items())


_DOUBLE, _SINGLE = _LONG


@cache
def _expression(double: bool, single: bool) -> re.Pattern[str]:
    """The expression for tokens where strings with three double, and with three single, quotes may still end.

    Each takes a tenth of a second to compile, and most files need one of the four.
    """
    groups = _GROUPS
    for quotes, may_end in ((_DOUBLE, double), (_SINGLE, single)):
        groups = groups if may_end else groups.replace(_LONG[quotes], "")
    return re.compile(f"{SPACE}(?:{groups})", re.DOTALL)


def prepare() -> None:
    """Compile all expressions, for a process that others fork off."""
    for double in (True, False):
        for single in (True, False):
            _expression(double, single)


RESOURCES = frozenset({"name", "iri", "label", "wrong_name", "open_iri"})
VERBS = frozenset({"name", "iri", "a", "wrong_name", "open_iri"})
LITERALS = frozenset({"literal", "number", "boolean"})
OPEN_LITERALS = frozenset({"open_literal", "open_long_literal"})
WRONG_LITERALS = OPEN_LITERALS | {"wrong_number", "broken_literal", "quoted"}
VALUES = RESOURCES | LITERALS | WRONG_LITERALS
OPENING = frozenset({"[", "("})
CLOSING = {"]": "[", ")": "("}
"""Each closing bracket with its opening one."""


def scan(text: str, position: int = 0) -> Iterator[Token]:
    """The tokens of ``text`` from ``position`` on; the last is ``end``; marks and braces are their own kind."""
    kind, ends = "", _ends(text)
    while kind != "end":
        double, single = (position < end for end in ends)
        until = min((end for end in ends if position < end), default=len(text) + 1)
        for match in _expression(double, single).finditer(text, position):
            kind = match.lastgroup or "else"
            start, position = match.span(kind)
            if kind in OPEN_LITERALS:
                position = _trimmed(text, start, position)
                yield kind, start, position
                break
            yield (text[start] if kind in ("mark", "brace") else kind), start, position
            if kind == "end" or position >= until:
                break


@lru_cache(2)
def _ends(text: str) -> tuple[int, int]:
    """Where three double, and three single, quotes last are without a backslash before them; -1 where they do not.

    A string with such quotes that begins after that has no end, so nobody has to look for it again and again.
    """
    return _last(text, _DOUBLE), _last(text, _SINGLE)


def _last(text: str, quotes: str) -> int:
    place = text.rfind(quotes)
    while place >= 0 and _is_escaped(text, place):
        place = text.rfind(quotes, 0, place + len(quotes) - 1)
    return place


def _is_escaped(text: str, place: int) -> bool:
    """Whether an odd number of backslashes is before a place."""
    start = place
    while start and text[start - 1] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _trimmed(text: str, start: int, end: int) -> int:
    """Where a string that was not closed should have been: before the brackets and the mark that end its last line."""
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    if end > start + 1 and text[end - 1] in ".;,":
        end -= 1
    while end > start + 1 and (text[end - 1].isspace() or (text[end - 1] in "])" and text[end - 2].isspace())):
        end -= 1
    return end
