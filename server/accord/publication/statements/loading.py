"""A publication whose files are parsed, each of them once, for all that is read out of its statements.

The statements are kept for look-ups, in little memory. They have neither the order of the files nor their spelling, so
what needs these is kept beside them: the few files that are shown or read as a whole, and the literals that the engine
spells in another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from accord.names import OWL, RDF, owner
from accord.publication.files.sources import SourceFile
from accord.publication.folder import Publication
from accord.publication.statements import Statements
from accord.publication.statements.respelled import Respeller
from accord.publication.statements.rows import StatementRows
from accord.publication.survey.tally import TERM_CLASSES

_TYPE = NamedNode(RDF + "type")
_TERMS = frozenset(NamedNode(iri) for iri in (*TERM_CLASSES, OWL + "Ontology"))


@dataclass(frozen=True, slots=True)
class LoadedPublication:
    """A publication with the statements of its ontology and data.

    ``statements`` has each statement in the graph of its file. ``documents`` has, by path, the statements of the
    ontology, the configuration and the redirects, in the order and spelling of the file; of a file that holds data too,
    those about the terms. ``respelled`` are pairs of a statement as the engine holds it and the literal of its file.

    ``described`` has, by path, the IRIs that a file makes statements about (a part, ``…#x``, counts as its thing), and
    ``concerned`` those and the IRIs that its evidence is about; both in the order of the file.
    """

    publication: Publication
    statements: Statements
    documents: Mapping[str, tuple[Quad, ...]]
    respelled: tuple[tuple[Quad, Literal], ...]
    described: Mapping[str, tuple[str, ...]]
    concerned: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, publication: Publication) -> LoadedPublication:
        """Parse the files. Raises InputError with the place of the first mistake when one is not Turtle."""
        reading = _Reading(publication)
        rows = reading.rows()
        statements = Statements(rows.terms, rows.distinct())
        return cls(
            publication,
            statements,
            documents=reading.documents,
            respelled=tuple(reading.respelled),
            described=reading.described,
            concerned=reading.concerned,
        )

    @property
    def ontology(self) -> Iterator[Quad]:
        """The statements of the ontology, in reading order."""
        for file in self.publication.with_role("ontology"):
            yield from self.documents[file.path]


@dataclass(slots=True)
class _Reading:
    """One pass over the statements of a publication, which notes what is kept beside them."""

    publication: Publication
    documents: dict[str, tuple[Quad, ...]] = field(default_factory=dict)
    respelled: list[tuple[Quad, Literal]] = field(default_factory=list)
    described: dict[str, tuple[str, ...]] = field(default_factory=dict)
    concerned: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def rows(self) -> StatementRows:
        """The statements of ontology and data, each in the graph of its file, spelled as a store holds them."""
        rows = StatementRows()
        respeller = Respeller(rows)
        read_whole = (self.publication.configuration, self.publication.redirects)
        for file in self.publication.with_role("ontology", "data"):
            graph = self.publication.graph(file)
            if "ontology" in file.roles or file.path in read_whole:
                quads = tuple(file.quads(graph))
                is_whole = "data" not in file.roles or file.path in read_whole
                self.documents[file.path] = quads if is_whole else tuple(_of_terms(quads))
                first = rows.add(quads)
            else:
                first = rows.add(file.quads(), NamedNode(graph))
            self._note(file, rows, first)
            self.respelled += respeller.respell(first)
        return rows

    def _note(self, file: SourceFile, rows: StatementRows, first: int) -> None:
        """Note what the statements of one file, from a row on, are about, and what their evidence is about."""
        evidence = self.publication.settings.evidence
        about = rows.known(NamedNode(evidence.about)) if evidence and evidence.about else None
        described = _things(rows, rows.subjects[first:])
        supported: dict[str, None] = {}
        if about is not None:
            pairs = zip(rows.predicates[first:], rows.objects[first:], strict=True)
            supported = _things(rows, (object for predicate, object in pairs if predicate == about))
        self.described[file.path] = tuple(described)
        more = tuple(iri for iri in supported if iri not in described)
        self.concerned[file.path] = self.described[file.path] + more


def _things(rows: StatementRows, numbers: Iterable[int]) -> dict[str, None]:
    """The IRIs of the things to which some terms belong, each once."""
    terms = (rows.terms[number] for number in dict.fromkeys(numbers))
    return dict.fromkeys(owner(term.value) for term in terms if isinstance(term, NamedNode))


def _of_terms(quads: tuple[Quad, ...]) -> Iterator[Quad]:
    """Of a file that has data too: the statements about terms of an ontology, and about blank nodes below them."""
    wanted: set[object] = {quad.subject for quad in quads if quad.predicate == _TYPE and quad.object in _TERMS}
    blank: dict[BlankNode, list[BlankNode]] = {}
    pending: list[BlankNode] = []
    for quad in quads:
        if isinstance(quad.object, BlankNode):
            if isinstance(quad.subject, BlankNode):
                blank.setdefault(quad.subject, []).append(quad.object)
            elif quad.subject in wanted:
                pending.append(quad.object)
    while pending:
        node = pending.pop()
        if node not in wanted:
            wanted.add(node)
            pending += blank.get(node, ())
    return (quad for quad in quads if quad.subject in wanted)
