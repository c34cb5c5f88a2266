"""A query as its tokens, with what each is, and the brackets that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from accord.sparql.tokens import Token, tokens


class QueryTokens:
    """The tokens of a query whose brackets pair, with what each is: ``texts`` has keywords in capitals.

    ``found`` are its tokens, where they were read before.
    """

    def __init__(self, text: str, found: Iterable[Token] | None = None) -> None:
        self.tokens = list(tokens(text) if found is None else found)
        self.texts = [one[0].upper() if one.lastgroup == "word" else one[0] for one in self.tokens]
        self.kinds = [one.lastgroup or "" for one in self.tokens]

    def __len__(self) -> int:
        return len(self.tokens)

    def text(self, place: int) -> str:
        """The token at a place, or an empty string after the last."""
        return self.texts[place] if place < len(self.texts) else ""

    def kind(self, place: int) -> str:
        """The kind of the token at a place, or an empty string after the last."""
        return self.kinds[place] if place < len(self.kinds) else ""

    def at(self, place: int) -> Token:
        """The token at a place, or the last one."""
        return self.tokens[min(place, len(self.tokens) - 1)]

    @cached_property
    def partners(self) -> dict[int, int]:
        """The place of each opening bracket -> the place of the one that closes it."""
        found, open_ = {}, []
        for place, kind in enumerate(self.kinds):
            if kind == "opening":
                open_.append(place)
            elif kind == "closing":
                found[open_.pop()] = place
        return found

    @cached_property
    def depths(self) -> list[int]:
        """How many brackets are open around each token; a bracket is outside itself."""
        depth, found = 0, []
        for kind in self.kinds:
            depth -= kind == "closing"
            found.append(depth)
            depth += kind == "opening"
        return found

    @property
    def declared(self) -> set[str]:
        """The prefixes that the query declares."""
        return {self.text(place + 1).rstrip(":") for place in self.words("PREFIX")}

    def words(self, *wanted: str) -> Iterator[int]:
        """The places of these keywords."""
        return (place for place, text in enumerate(self.texts) if text in wanted and self.kinds[place] == "word")
