"""SPARQL's tokens (SPARQL 1.1, section 19.8), read once and in linear time for any string.

Each part of the expression can match a string in one way only, so backtracking is linear too. Possessive quantifiers
would be simpler, but ``re`` of Python 3.11.2 mishandles them. A dotted local name ends at its second dot, where
pyoxigraph 0.5 ends it, although SPARQL reads on: one token too many is safer than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accord.errors import Place

Token = re.Match[str]
"""A token; its ``lastgroup`` is its kind, one of the names in the expression below."""

_START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_REST = rf"{_START}_0-9\u00B7\u0300-\u036F\u203F\u2040"
_CODE = r"u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U(?!0000[dD][89a-fA-F])00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}"
_ESCAPE = rf"\\(?:[tbnrf\"'\\]|{_CODE})"
_ESCAPED = r"(?:%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_PARTS = rf"(?:[{_REST}:-]|{_ESCAPED})[{_REST}:-]*(?:{_ESCAPED}[{_REST}:-]*)*"
_TOKEN = re.compile(
    rf"""
    (?P<blank> [ \t\r\n]+ | \#[^\r\n]* )
  | (?P<iri> <[^<>"{{}}|^`\\\x00-\x20]*(?:\\(?:{_CODE})[^<>"{{}}|^`\\\x00-\x20]*)*> )
  | (?P<term>
        '''[^'\\]*(?:(?:{_ESCAPE}|'{{1,2}}(?!'))[^'\\]*)*'''  |  \"""[^"\\]*(?:(?:{_ESCAPE}|"{{1,2}}(?!"))[^"\\]*)*\"""
      | (?!''')'[^'\\\r\n]*(?:{_ESCAPE}[^'\\\r\n]*)*'      |  (?!\""")"[^"\\\r\n]*(?:{_ESCAPE}[^"\\\r\n]*)*"
      | [?$][{_START}_0-9][{_REST}]*
      | _:[{_START}_0-9][{_REST}-]*(?:\.+[{_REST}-]+)*
      | [0-9]+\.[0-9]*[eE][+-]?[0-9]+ | [0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)? )
  | (?P<name> (?:[{_START}][{_REST}.-]*)?:(?:(?![.-]){_PARTS}(?:\.+{_PARTS})?)? )
  | (?P<word> [{_START}][{_REST}.-]* )
  | (?P<opening> << | \{{\| | [({{\[] )
  | (?P<closing> >> | \|\}} | [)}}\]] )
  | (?P<mark> \^\^ | != | [<>]=? | = | \? | @[a-zA-Z]+(?:-[a-zA-Z0-9]+)*(?:--[a-zA-Z]+)? )
  | (?P<operator> && | \|\| | [!*/|+~^-] )
  | (?P<point> [.;,] )
  | (?P<stray> . )
    """,
    re.VERBOSE | re.DOTALL,
)

NAME = re.compile(f"[{_REST}]")
"""A character of which names consist."""
KINDS = frozenset(_TOKEN.groupindex) - {"blank"}
"""The kinds of tokens that :func:`tokens` returns."""
CLOSERS = {"(": ")", "[": "]", "{": "}", "<<": ">>", "{|": "|}"}
"""Each opening bracket with the one that closes it."""


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """All tokens from a place on, but no spaces and comments.

    Characters that begin no token are returned one by one as ``stray``.

    They end with the quote of a string that does not end: what follows it cannot be known, and each quote would be
    tried up to the end of the text.
    """
    for token in _TOKEN.finditer(text, start):
        if token.lastgroup != "blank":
            yield token
        if token.lastgroup == "stray" and token[0] in "\"'":
            return


def place_of(token: Token) -> Place:
    """The place of a token in its string."""

    def position(offset: int) -> tuple[int, int]:
        return token.string.count("\n", 0, offset) + 1, offset - token.string.rfind("\n", 0, offset)

    return Place("", *position(token.start()), *position(token.end()))
