r"""Codepoint escapes (SPARQL 1.1, section 19.2) in names, variables and keywords, which pyoxigraph 0.5 does not read.

Those in strings and IRIs stay, since the engine reads them there.
"""

from __future__ import annotations

import re

from accord.errors import QueryError
from accord.sparql.tokens import NAME, Token, place_of, tokens

_CODE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_LAST = 0x10FFFF
"""The last code point of Unicode."""
_NOT_IN_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20]')


def with_characters(text: str) -> str:
    r"""A query with the characters of names in place of their escapes, as ``a`` for ``\u0061``.

    An escape for any other character stays where it is, and is refused there: it may not end a name.
    """
    if "\\u" not in text and "\\U" not in text:
        return text
    pieces, end = [], 0
    for token in tokens(text):
        code = _CODE.match(text, token.start()) if token.lastgroup == "stray" else None
        if code and NAME.fullmatch(found := _character(code)):
            pieces += [text[end : token.start()], found]
            end = code.end()
    return "".join([*pieces, text[end:]])


def iri_of(token: Token) -> str:
    """The IRI of a token. Raises QueryError where it has an escape of a character that no IRI has."""
    found = _CODE.sub(lambda code: _character(code) or "\\", token[0][1:-1])
    if _NOT_IN_IRI.search(found):
        message = "An escape in this IRI is of a character that no IRI has."
        raise QueryError(message, place=place_of(token), token=token[0], remedy="Write %20 for a space, and so on.")
    return found


def _character(code: re.Match[str]) -> str:
    """The character of an escape; nothing where there is none with this number."""
    number = int(code[1] or code[2], 16)
    return chr(number) if number <= _LAST and not 0xD800 <= number <= 0xDFFF else ""
