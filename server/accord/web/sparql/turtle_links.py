"""Turtle as a page shows it: the same characters, with the names of things as links."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from accord.sparql.tokens import Token, tokens


def linked(text: str, prefixes: Mapping[str, str], address: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Pieces of Turtle, each with the address that it leads to, empty for most; together they are the text.

    ``prefixes`` are those with which it is written, ``address`` gives that of an IRI, or nothing. The names and IRIs of
    Turtle are written as those of SPARQL.
    """
    done = 0
    for token in tokens(text):
        iri = _iri(token, prefixes)
        found = address(iri) if iri else ""
        if found and not _is_declared(text, token):
            yield text[done : token.start()], ""
            yield token[0], found
            done = token.end()
    yield text[done:], ""


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.lastgroup == "iri":
        return token[0][1:-1]
    if token.lastgroup == "name":
        prefix, _, local = token[0].partition(":")
        return prefixes[prefix] + local.replace("\\", "") if prefix in prefixes and local else ""
    return ""


def _is_declared(text: str, token: Token) -> bool:
    """Whether it is the namespace in a line that declares a prefix."""
    begin = text.rfind("\n", 0, token.start()) + 1
    return text.startswith("@prefix", begin)
