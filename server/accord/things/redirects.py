"""Former IRIs: renamed, merged or withdrawn things, as ``data/redirects.ttl`` describes them.

Each is ``owl:deprecated true`` with a ``skos:changeNote`` that says why; ``dcterms:isReplacedBy`` leads to what took
its place. An IRI that was published once never disappears: it stays in that file for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from accord.names import DCTERMS, OWL, SKOS
from accord.publication.statements.loading import LoadedPublication
from accord.things.names.labels import Name, choose
from accord.things.statements import Statement, statements

_DEPRECATED = OWL + "deprecated"
_REPLACED = DCTERMS + "isReplacedBy"


@dataclass(frozen=True, slots=True)
class Former:
    """A given-up IRI: the IRIs in its place (none when it was withdrawn), why, and all that is stated about it."""

    iri: str
    successors: tuple[str, ...]
    reason: Name | None
    statements: tuple[Triple, ...]

    @property
    def successor(self) -> str | None:
        """The one IRI to go to instead; ``None`` when there is none, or a choice that a program cannot make."""
        return self.successors[0] if len(self.successors) == 1 else None


class Redirects(Mapping[str, Former]):
    """IRI -> what became of it. Immutable."""

    def __init__(self, formers: Iterable[Former]) -> None:
        self._formers = {former.iri: former for former in formers}

    @classmethod
    def of(cls, publication: LoadedPublication) -> Redirects:
        """Read them from the publication; there are none when it has no such file."""
        return cls(_formers(publication.documents.get(publication.publication.redirects, ())))

    def __getitem__(self, iri: str) -> Former:
        return self._formers[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._formers)

    def __len__(self) -> int:
        return len(self._formers)

    def final(self, former: Former) -> str | None:
        """Where a chain of renamings ends, or ``None`` when it ends in a withdrawal, in a choice or in itself."""
        passed = {former.iri}
        while (iri := former.successor) in self._formers:
            if iri in passed:
                return None
            passed.add(iri)
            former = self._formers[iri]
        return iri


def _formers(quads: Iterable[Quad]) -> Iterator[Former]:
    subjects: dict[str, list[Statement]] = {}
    for statement in statements(quads):
        subjects.setdefault(statement.subject.value, []).append(statement)
    for iri, stated in subjects.items():
        if any(one.predicate == _DEPRECATED and one.object.value in ("true", "1") for one in stated):
            yield _former(iri, stated)


def _former(iri: str, stated: list[Statement]) -> Former:
    replaced = (one.object for one in stated if one.predicate == _REPLACED)
    return Former(
        iri=iri,
        successors=tuple(node.value for node in replaced if isinstance(node, NamedNode)),
        reason=choose(stated, (SKOS + "changeNote",)),
        statements=tuple(one.triple for one in stated),
    )
