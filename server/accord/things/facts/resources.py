"""Everything about one thing for its page: facts with their evidence, parts, and backlinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.engine import Subject
from accord.names import ALIASES, DEFINITIONS, LABELS, RDF
from accord.things.documents import Documents
from accord.things.documents.lexical_forms import LexicalForms
from accord.things.facts.backlinks import Backlink, Backlinks
from accord.things.facts.evidence import Evidence, EvidenceReader, backing
from accord.things.names.labels import Labels, Name, Reference, rank
from accord.things.natural_order import natural
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object, Statement, classes_of

_TYPE = RDF + "type"
_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", NamedNode(RDF + "nil")

DEPTH = 20
"""Anonymous nodes inside each other that a page shows; the data formats have all. Each level is indented."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: the term as the source spells it, and the name to show for it.

    ``graph`` is the graph that states it, when that is not the one of the thing or part around it; ``facts`` are those
    of a part, which is shown where a link leads to it; ``evidence`` backs this value and not its neighbours.
    ``kinds`` are the classes of an anonymous node, ``items`` the members of a list (rdf:List). ``deeper`` says that a
    node has more statements than the page shows.
    """

    term: Object
    name: Name
    graph: str
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    kinds: tuple[Reference, ...] = ()
    items: tuple[Value, ...] = ()
    deeper: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A property with its values, and the evidence that backs all of them."""

    property: Reference
    values: tuple[Value, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing. ``graph`` names the file that says what it is; the other fields are in reading order.

    ``name_evidence`` is the evidence for its name and kind, ``other_evidence`` the evidence for nothing that is shown;
    ``unlinked_parts`` are the parts that no link of the thing leads to.
    """

    iri: str
    name: Name
    kinds: tuple[Reference, ...]
    description: Fact | None
    aliases: Fact | None
    name_evidence: tuple[Evidence, ...]
    facts: tuple[Fact, ...]
    unlinked_parts: tuple[Value, ...]
    other_evidence: tuple[Evidence, ...]
    mentions: tuple[Backlink, ...]
    graph: str
    contents: tuple[Reference, ...] = ()
    """The things with a hash IRI that begins with the IRI of this document."""

    @property
    def kind_evidence(self) -> tuple[Evidence, ...]:
        """The evidence for its kind alone, not for its name."""
        return tuple(one for one in self.name_evidence if one.properties.isdisjoint(LABELS))


@dataclass(frozen=True, slots=True)
class Resources:
    """Reads things out of the engine."""

    inventory: Inventory
    vocabulary: Vocabulary
    labels: Labels
    spellings: LexicalForms
    documents: Documents
    evidence: EvidenceReader
    mentions: Backlinks

    def read(self, iri: str) -> Resource | None:
        """The description of an IRI, or ``None`` when nothing is stated about it."""
        stated = self.documents.read(iri)
        subjects = {node: list(group) for node, group in groupby(stated, key=lambda one: one.subject)}
        known = stated or iri in self.inventory.contents
        return _PageBuilder(self, iri, subjects).resource() if known else None


class _PageBuilder:
    """Makes one thing's page out of its document; it remembers which parts have been shown."""

    def __init__(self, resources: Resources, iri: str, subjects: Mapping[Subject, Sequence[Statement]]) -> None:
        self._resources = resources
        self._labels = resources.labels
        self._iri = iri
        self._node = NamedNode(self._iri)
        self._subjects = subjects if self._node in subjects else {self._node: (), **subjects}
        self._evidence = resources.evidence.read(subjects)
        self._depth = 0
        self._cited: set[Subject] = set()
        self._shown: set[Subject] = {self._node, *(one.node for one in self._evidence)}
        stated = self._subjects[self._node]
        first = stated[0].graph if stated else ""
        self._graph = next((one.graph for one in stated if one.predicate == _TYPE), first)

    def resource(self) -> Resource:
        """The whole of it."""
        name = self._labels.of(self._iri)
        facts = self._facts(self._node, self._graph)
        unlinked_parts = self._unlinked_parts()
        name_evidence = self._name_evidence()
        named = [fact for fact in facts if fact.property.iri in (*LABELS, *ALIASES)]
        definition = next((fact for iri in DEFINITIONS for fact in facts if fact.property.iri == iri), None)
        description, others = self._in_one_language(definition)
        return Resource(
            iri=self._iri,
            name=name,
            kinds=self._kinds(self._node),
            description=description,
            aliases=_aliases(named, name),
            name_evidence=name_evidence,
            facts=(*(fact for fact in facts if fact not in named and fact is not definition), *others),
            unlinked_parts=unlinked_parts,
            other_evidence=tuple(
                one for one in self._evidence if one not in name_evidence and one.node not in self._cited
            ),
            mentions=self._resources.mentions.of(self._iri, self._parts()),
            graph=self._graph,
            contents=tuple(map(self._labels.reference, self._resources.inventory.contents.get(self._iri, ()))),
        )

    def _kinds(self, node: Subject) -> tuple[Reference, ...]:
        kinds = self._resources.vocabulary.most_specific(classes_of(self._subjects[node]))
        return tuple(map(self._labels.reference, kinds))

    def _in_one_language(self, fact: Fact | None) -> tuple[Fact | None, tuple[Fact, ...]]:
        """A fact with its values in the language that readers prefer, and one with those in other languages, if any."""
        if fact is None:
            return None, ()
        ranks = [rank(value.name.language, self._labels.languages) for value in fact.values]
        first = tuple(value for value, place in zip(fact.values, ranks, strict=True) if place == min(ranks))
        rest = tuple(value for value in fact.values if value not in first)
        others = (replace(fact, values=rest, evidence=()),) if rest else ()
        return replace(fact, values=first) if rest else fact, others

    def _parts(self) -> tuple[Subject, ...]:
        """The thing and its parts, but not the evidence: that others point at evidence says nothing of the thing."""
        evidence = {one.node for one in self._evidence}
        return tuple(node for node in self._subjects if node not in evidence)

    def _name_evidence(self) -> tuple[Evidence, ...]:
        return tuple(
            one for one in self._evidence if any(one.backs({self._iri}, predicate) for predicate in (*LABELS, _TYPE))
        )

    def _facts(self, node: Subject, graph: str) -> tuple[Fact, ...]:
        """The facts of a node; values name their graph where it is another one than that of the page.

        Its classes are not facts, except those without a name: only their own facts say what they are.
        """
        shown = (one for one in self._subjects[node] if one.predicate != _TYPE or isinstance(one.object, BlankNode))
        groups = groupby(shown, key=lambda one: one.predicate)
        return tuple(self._fact(node, list(group), graph) for _, group in groups)

    def _fact(self, node: Subject, stated: Sequence[Statement], graph: str) -> Fact:
        predicate = stated[0].predicate
        once = {one.object: one for one in stated}
        shared, single = backing(self._evidence, self._backed(node, predicate), predicate, tuple(once))
        self._cited.update(one.node for one in (*shared, *chain(*single.values())))
        values = [self._value(one, single[value], graph) for value, one in once.items()]
        values.sort(key=lambda value: natural(value.name.text))
        return Fact(self._labels.reference(predicate), tuple(values), shared)

    def _backed(self, node: Subject, predicate: str) -> frozenset[str]:
        """What evidence for a fact is about: its node, or the thing itself when only a part has the property."""
        of_thing = any(one.predicate == predicate for one in self._subjects[self._node])
        return frozenset({node.value} if of_thing else {node.value, self._iri})

    def _value(self, one: Statement, evidence: tuple[Evidence, ...], graph: str) -> Value:
        term = self._resources.spellings.restore(one).object
        other = "" if one.graph == graph else one.graph
        value = Value(term, self._labels.word(term), other, evidence)
        node = one.object
        if isinstance(node, Literal) or node not in self._subjects or node in self._shown:
            return value
        if self._depth == DEPTH:
            return replace(value, deeper=True)
        self._depth += 1
        value = self._part(value, node, one.graph)
        self._depth -= 1
        return value

    def _part(self, value: Value, node: Subject, graph: str) -> Value:
        """A value that is a part or a list, with what it consists of, the first time that something leads to it."""
        if cells := self._cells(node):
            self._shown.update(cells)
            return replace(value, items=tuple(self._value(first, (), graph) for first in cells.values()))
        kinds = self._kinds(node) if isinstance(node, BlankNode) else ()
        return replace(value, facts=self._part_facts(node, graph), kinds=kinds)

    def _cells(self, node: Subject) -> dict[Subject, Statement]:
        """The cells of the list that begins with a node, each with the statement of its member; none without a list.

        A cell is anonymous, with one rdf:first and one rdf:rest and nothing else but a type.
        """
        cells: dict[Subject, Statement] = {}
        here: Object = node
        while isinstance(here, BlankNode) and here not in cells:
            stated = [one for one in self._subjects.get(here, ()) if one.predicate != _TYPE]
            found = {one.predicate: one for one in stated}
            if len(stated) != len(found) or found.keys() != {_FIRST, _REST}:
                return {}
            cells[here] = found[_FIRST]
            here = found[_REST].object
        return cells if here == _NIL else {}

    def _part_facts(self, node: Subject, graph: str) -> tuple[Fact, ...]:
        """The facts of a part."""
        self._shown.add(node)
        return self._facts(node, graph)

    def _unlinked_parts(self) -> tuple[Value, ...]:
        return tuple(
            Value(node, self._labels.word(node), "", (), self._part_facts(node, self._graph), self._kinds(node))
            for node in self._subjects
            if node not in self._shown
        )


def _aliases(named: Sequence[Fact], name: Name) -> Fact | None:
    """The names that a thing has beside the one it goes by, with their evidence; of one name in two languages one."""
    values = {value.name.text: value for fact in named for value in fact.values if value.name.text != name.text}
    evidence = {one.node: one for fact in named if fact.property.iri in ALIASES for one in fact.evidence}
    return Fact(named[-1].property, tuple(values.values()), tuple(evidence.values())) if values else None
