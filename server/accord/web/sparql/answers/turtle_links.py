"""Turtle as a page shows it: with the prefixes of the publication, and the names of things as links."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from accord.names import Prefixes
from accord.sparql.tokens import Token, tokens

Piece = tuple[str, str]
"""Characters of Turtle, and the address that they lead to, empty for most."""


def linked(text: str, prefixes: Prefixes, address: Callable[[str], str]) -> list[Piece]:
    """Pieces of Turtle, which together are the same statements as the text: IRIs have prefixes, which are declared.

    ``text`` may have prefixed names by these prefixes, and may end anywhere between two tokens. ``address`` gives that
    of an IRI, or nothing. The names and IRIs of Turtle are written as those of SPARQL.
    """
    used: dict[str, None] = {}
    pieces = list(_pieces(text, prefixes, address, used))
    declared = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(used))
    return [(f"{declared}\n", ""), *pieces] if declared else pieces


def _pieces(text: str, prefixes: Prefixes, address: Callable[[str], str], used: dict[str, None]) -> Iterator[Piece]:
    done = 0
    for token in tokens(text):
        iri = "" if _is_declared(text, token) else _iri(token, prefixes)
        if iri:
            short = token[0] if token.lastgroup == "name" else prefixes.shorten(iri) or token[0]
            if token.lastgroup == "iri" and short != token[0]:
                used[short.partition(":")[0]] = None
            yield text[done : token.start()], ""
            yield short, address(iri)
            done = token.end()
    yield text[done:], ""


def _iri(token: Token, prefixes: Prefixes) -> str:
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
