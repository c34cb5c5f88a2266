"""Looks up the things of the publication by an identifier in any usual spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accord.publication.statements.hashes import Hashes
from accord.search.codes import Code, bare, last_part, readings


@dataclass(frozen=True, slots=True)
class Identifier:
    """The identifier of a thing in a register. Either the IRI or the code (``scheme`` and ``value``) may be empty."""

    thing: str
    scheme: str
    value: str
    iri: str

    @property
    def text(self) -> str:
        """Register and code as people write them, or the IRI."""
        return f"{self.scheme} {self.value}".strip() or self.iri


def paired(thing: str, codes: Iterable[tuple[str, str]], iris: Iterable[str]) -> Iterator[Identifier]:
    """The codes (with their registers) and the IRIs of a thing, each code with the IRI that ends in it."""
    left = {bare(iri): iri for iri in iris}
    for scheme, value in codes:
        fitting = next((plain for plain in left if last_part(plain) == bare(value)), None)
        yield Identifier(thing, scheme, value, left.pop(fitting) if fitting else "")
    yield from (Identifier(thing, "", "", iri) for iri in left.values())


class Identifiers:
    """Text -> the identifiers that it may mean. ``all`` are in the order of the things.

    ``addresses`` are pairs of an IRI of the publication, current or former, and the thing that it leads to.
    """

    def __init__(self, identifiers: Iterable[Identifier], addresses: Iterable[tuple[str, str]]) -> None:
        self.all = tuple(identifiers)
        self._values = Hashes(hash(bare(one.value)) for one in self.all)
        self._iris = Hashes(hash(bare(one.iri)) for one in self.all)
        self._hosts = {bare(one.iri).partition("/")[0]: one.scheme for one in self.all if one.iri and one.scheme}
        self._schemes = {bare(one.scheme): one.scheme for one in self.all if one.scheme}
        self._addresses: list[str] = []
        self._things: list[str] = []
        for address, thing in addresses:
            self._addresses.append(address)
            self._things.append(thing)
        self._places = Hashes(hash(bare(address)) for address in self._addresses)

    def find(self, text: str) -> tuple[Identifier, ...]:
        """The identifiers that a string may mean, each thing once; none when no thing has it."""
        found: dict[str, Identifier] = {}
        for code in (*readings(text), *self._own(bare(text))):
            for one in self._carriers(code.value):
                if self._fits(code, one):
                    found.setdefault(one.thing, one)
        return tuple(found.values())

    def _carriers(self, key: str) -> Iterator[Identifier]:
        """The identifiers with a bare value or IRI, then what is found at it as an address."""
        if not key:
            return
        for place in sorted({*self._values.get(hash(key)), *self._iris.get(hash(key))}):
            if key in (bare(self.all[place].value), bare(self.all[place].iri)):
                yield self.all[place]
        for place in self._places.get(hash(key)):
            if bare(self._addresses[place]) == key:
                yield Identifier(self._things[place], "", "", self._addresses[place])

    def _fits(self, code: Code, one: Identifier) -> bool:
        """Whether an identifier is of the register that a spelling names, as far as the data knows that register."""
        return bare(code.scheme) not in self._schemes or bare(code.scheme) == bare(one.scheme)

    def _own(self, plain: str) -> Iterator[Code]:
        """Spellings that only the data can tell: the register's name before the code, or a page of its site."""
        scheme = self._hosts.get(plain.partition("/")[0])
        if scheme:
            yield Code(scheme, last_part(plain))
        for name, scheme in self._schemes.items():
            if plain.startswith(name) and (value := plain.removeprefix(name).lstrip(" :#")) != plain:
                yield Code(scheme, value)
