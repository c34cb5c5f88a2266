"""Inference: the OWL 2 RL rules that an OWL Lite ontology can trigger, applied until nothing new follows.

The rules have the names of the OWL 2 RL/RDF rule tables. Published are only inferred statements about things: no
``owl:Thing``, no anonymous class, nothing about a literal, nothing that is stated already.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from accord.names import OWL, RDF, RDFS
from accord.publication.statements import Patterns, Row, Statements

Term = NamedNode | BlankNode | Literal | Triple
Fact = tuple[Term, Term, Term]

TYPE = NamedNode(RDF + "type")
STOPPED = frozenset(NamedNode(iri) for iri in (OWL + "Thing", RDFS + "Resource", OWL + "NamedIndividual"))
"""Classes that everything belongs to."""

_AXIOMS = frozenset(
    NamedNode(iri)
    for iri in (
        *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(OWL + name for name in ("equivalentClass", "equivalentProperty", "inverseOf", "intersectionOf")),
        *(OWL + name for name in ("onProperty", "someValuesFrom", "allValuesFrom")),
        *(RDF + name for name in ("first", "rest")),
    )
)
"""The predicates of axioms, besides rdf:type."""


def infer(quads: Iterable[Quad | Row], stopped: frozenset[NamedNode] = STOPPED) -> Iterator[Triple]:
    """The statements that follow from an ontology and its data and are in neither.

    Where statements can be looked up, only those are read that a rule looks at; other ``quads`` are read twice.
    ``stopped`` are classes whose membership is not worth publishing. The terms of the ontology itself get no
    inferences.
    """
    if not isinstance(quads, Store | Statements | Collection):
        quads = list(quads)
    rules = Rules.of(_facts(quads, (*_AXIOMS, TYPE)))
    known = Closure(rules)
    given: set[Fact] = set()
    for fact in _facts(quads, rules.predicates):
        concerned = fact[0] not in rules.terms and rules.concern(fact)
        if concerned:
            known.add(fact)
        if concerned or fact[1] in rules.concluded:
            given.add(fact)
    for subject, predicate, object in known.run():
        stated = (subject, predicate, object) in given
        silent = predicate == TYPE and (object in stopped or isinstance(object, BlankNode))
        if stated or silent or isinstance(subject, Literal | Triple) or not isinstance(predicate, NamedNode):
            continue
        yield Triple(subject, predicate, object)


def _facts(quads: Iterable[Quad | Row], predicates: Collection[Term]) -> Iterator[Fact]:
    """The statements with one of these predicates."""
    if isinstance(quads, Store | Statements):
        named = (one for one in predicates if isinstance(one, NamedNode))
        patterns: Patterns = quads
        found = chain.from_iterable(patterns.quads_for_pattern(None, one, None) for one in named)
        return ((quad.subject, quad.predicate, quad.object) for quad in found)
    return ((quad.subject, quad.predicate, quad.object) for quad in quads if quad.predicate in predicates)


def _pairs() -> defaultdict[Term, set[Term]]:
    return defaultdict(set)


@dataclass
class Rules:
    """The axioms of the ontology, as look-up tables; each table is named for the rule that uses it."""

    terms: set[Term] = field(default_factory=set)
    superclasses: defaultdict[Term, set[Term]] = field(default_factory=_pairs)
    superproperties: defaultdict[Term, set[Term]] = field(default_factory=_pairs)
    domains: defaultdict[Term, set[Term]] = field(default_factory=_pairs)
    ranges: defaultdict[Term, set[Term]] = field(default_factory=_pairs)
    inverses: defaultdict[Term, set[Term]] = field(default_factory=_pairs)
    symmetric: set[Term] = field(default_factory=set)
    transitive: set[Term] = field(default_factory=set)
    intersections: defaultdict[Term, list[list[Term]]] = field(default_factory=lambda: defaultdict(list))
    some: defaultdict[Term, list[tuple[Term, Term]]] = field(default_factory=lambda: defaultdict(list))
    some_of: defaultdict[Term, list[tuple[Term, Term]]] = field(default_factory=lambda: defaultdict(list))
    every: dict[Term, tuple[Term, Term]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Rules:
        """Read the axioms out of the statements."""
        axioms: defaultdict[str, list[tuple[Term, Term]]] = defaultdict(list)
        for subject, predicate, object in facts:
            if predicate in _AXIOMS or (predicate == TYPE and _is_of_a_language(object)):
                assert isinstance(predicate, NamedNode)
                axioms[predicate.value].append((subject, object))
        rules = cls()
        rules._read_properties(axioms)
        rules._read_classes(axioms)
        return rules

    def concern(self, fact: Fact) -> bool:
        """Whether any rule looks at a fact: most facts of most data set off nothing."""
        _, predicate, object = fact
        if predicate == TYPE:
            return any(object in table for table in (self.superclasses, self.intersections, self.some_of, self.every))
        return predicate in self._properties

    @cached_property
    def concluded(self) -> set[Term]:
        """The predicates that the rules can conclude; a fact with another one cannot be concluded a second time."""
        tables = (self.superproperties, self.inverses)
        return {TYPE}.union(*(values for table in tables for values in table.values()), self.symmetric, self.transitive)

    @cached_property
    def predicates(self) -> set[Term]:
        """The predicates of all facts that matter: those that a rule looks at, and those that one can conclude."""
        return {TYPE, *self._properties, *self.concluded}

    @cached_property
    def _properties(self) -> set[Term]:
        tables = (self.superproperties, self.domains, self.ranges, self.inverses, self.some)
        fillers = {predicate for predicate, _ in self.every.values()}
        return set().union(*tables, self.symmetric, self.transitive, fillers)

    def _read_properties(self, axioms: dict[str, list[tuple[Term, Term]]]) -> None:
        for table, predicate in (
            (self.superproperties, RDFS + "subPropertyOf"),
            (self.domains, RDFS + "domain"),
            (self.ranges, RDFS + "range"),
            (self.inverses, OWL + "inverseOf"),
        ):
            _gather(table, axioms.get(predicate, ()))
        _gather_both(self.superproperties, axioms.get(OWL + "equivalentProperty", ()))
        _gather_both(self.inverses, axioms.get(OWL + "inverseOf", ()))
        kinds = axioms.get(RDF + "type", ())
        self.symmetric = {s for s, o in kinds if o == NamedNode(OWL + "SymmetricProperty")}
        self.transitive = {s for s, o in kinds if o == NamedNode(OWL + "TransitiveProperty")}
        self.terms = {s for s, _ in kinds}

    def _read_classes(self, axioms: dict[str, list[tuple[Term, Term]]]) -> None:
        _gather(self.superclasses, axioms.get(RDFS + "subClassOf", ()))
        _gather_both(self.superclasses, axioms.get(OWL + "equivalentClass", ()))
        on = dict(axioms.get(OWL + "onProperty", ()))
        for restriction, filler in axioms.get(OWL + "someValuesFrom", ()):
            self.some[on[restriction]].append((restriction, filler))
            self.some_of[filler].append((restriction, on[restriction]))
        for restriction, filler in axioms.get(OWL + "allValuesFrom", ()):
            self.every[restriction] = (on[restriction], filler)
        first, rest = dict(axioms.get(RDF + "first", ())), dict(axioms.get(RDF + "rest", ()))
        for whole, head in axioms.get(OWL + "intersectionOf", ()):
            parts = list(_list(head, first, rest))
            self.superclasses[whole] |= set(parts)
            for part in parts:
                self.intersections[part].append([whole, *parts])


def _is_of_a_language(kind: Term) -> bool:
    """Whether a class is one of OWL or RDFS, so that its members are terms of an ontology."""
    return isinstance(kind, NamedNode) and kind.value.startswith((OWL, RDFS))


def _gather(table: defaultdict[Term, set[Term]], pairs: Iterable[tuple[Term, Term]]) -> None:
    for subject, object in pairs:
        table[subject].add(object)


def _gather_both(table: defaultdict[Term, set[Term]], pairs: Iterable[tuple[Term, Term]]) -> None:
    _gather(table, pairs)
    _gather(table, ((object, subject) for subject, object in pairs))


def _list(head: Term, first: dict[Term, Term], rest: dict[Term, Term]) -> Iterator[Term]:
    """The members of an RDF list; a list that leads back into itself ends there."""
    seen = set()
    while head in first and head not in seen:
        seen.add(head)
        yield first[head]
        head = rest[head]


class Closure:
    """Facts, and all that the rules infer from them. Each fact is processed once (semi-naive evaluation)."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._facts: set[Fact] = set()
        self._waiting: deque[Fact] = deque()
        self._objects: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        self._subjects: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)

    def add(self, fact: Fact) -> None:
        """Add a fact, if it is new."""
        if fact not in self._facts:
            self._facts.add(fact)
            self._waiting.append(fact)

    def run(self) -> set[Fact]:
        """All facts, once nothing new follows."""
        while self._waiting:
            fact = self._waiting.popleft()
            subject, predicate, object = fact
            self._objects[predicate, subject].append(object)
            self._subjects[predicate, object].append(subject)
            for consequence in self._of_type(*fact) if predicate == TYPE else self._of_property(*fact):
                self.add(consequence)
        return self._facts

    def _of_property(self, subject: Term, predicate: Term, object: Term) -> Iterator[Fact]:
        """What follows from a statement by its property; a comment names each rule (OWL 2 RL, tables 5 and 6)."""
        rules = self._rules
        for above in rules.superproperties.get(predicate, ()):  # prp-spo1, prp-eqp
            yield subject, above, object
        for kind in rules.domains.get(predicate, ()):  # prp-dom
            yield subject, TYPE, kind
        if isinstance(object, Literal):
            return
        for kind in rules.ranges.get(predicate, ()):  # prp-rng
            yield object, TYPE, kind
        for inverse in rules.inverses.get(predicate, ()):  # prp-inv1, prp-inv2
            yield object, inverse, subject
        if predicate in rules.symmetric:  # prp-symp
            yield object, predicate, subject
        if predicate in rules.transitive:  # prp-trp
            yield from [(subject, predicate, far) for far in self._objects.get((predicate, object), ())]
            yield from [(near, predicate, object) for near in self._subjects.get((predicate, subject), ())]
        kinds = set(self._objects.get((TYPE, object), ()))
        for restriction, filler in rules.some.get(predicate, ()):  # cls-svf1
            if filler in kinds:
                yield subject, TYPE, restriction
        for kind in self._objects.get((TYPE, subject), ()):  # cls-avf
            if rules.every.get(kind, (None, None))[0] == predicate:
                yield object, TYPE, rules.every[kind][1]

    def _of_type(self, subject: Term, _: Term, kind: Term) -> Iterator[Fact]:
        """What follows from the class of a thing; a comment names each rule (OWL 2 RL, tables 6 and 7)."""
        rules = self._rules
        for above in rules.superclasses.get(kind, ()):  # cax-sco, cax-eqc, cls-int2
            yield subject, TYPE, above
        kinds = set(self._objects.get((TYPE, subject), ()))
        for whole, *parts in rules.intersections.get(kind, ()):  # cls-int1
            if kinds.issuperset(parts):
                yield subject, TYPE, whole
        for restriction, predicate in rules.some_of.get(kind, ()):  # cls-svf1
            for holder in self._subjects.get((predicate, subject), ()):
                yield holder, TYPE, restriction
        if kind in rules.every:  # cls-avf
            predicate, filler = rules.every[kind]
            for value in self._objects.get((predicate, subject), ()):
                yield value, TYPE, filler
