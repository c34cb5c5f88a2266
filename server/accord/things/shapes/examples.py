"""Examples for the page of a shape: things of the data that it checks, and the same with one mistake.

Which of them conform, and what is wrong with the others, is for a check to say (:func:`candidates`, :func:`mistakes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from accord.engine import Engine, Subject
from accord.names import RDF, owner
from accord.things.documents.nested import in_reading_order, nested_turtle
from accord.things.shapes import Shape
from accord.things.statements import Object, outgoing

_LOOKED_AT = 60
"""Things among which the examples are chosen, so that a class with a million costs no more."""
_LONGEST = 40
"""Statements of an example: a longer one is not read by people."""
_MOST_MISTAKES = 24
"""Mistakes that are tried for a thing: two or three for each property of a shape of the usual size."""
_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True)
class ShapeExample:
    """A description of a thing and its parts, or of a part.

    ``focus`` is what is described, ``thing`` what it belongs to (itself for a thing). ``property`` is the IRI of the
    one with the mistake, ``mistake`` what it is (``missing``, ``wrong`` or ``repeated``); both are empty where there is
    none.
    """

    focus: str
    thing: str
    triples: tuple[Triple, ...]
    property: str = ""
    mistake: str = ""

    def turtle(self, prefixes: Mapping[str, str]) -> str:
        """The description in Turtle, with those of the prefixes that it uses."""
        written = " ".join(str(one) for one in self.triples if one.predicate != _TYPE)
        written += " ".join(str(one.object) for one in self.triples if one.predicate == _TYPE)
        prefixes = {**prefixes, "this": f"{self.thing}#"}
        used = {name: space for name, space in prefixes.items() if f"<{space}" in written}
        return nested_turtle(self.triples, used).decode()

    def renamed(self, end: str) -> ShapeExample:
        """The same about a thing of another name, so that the data say nothing more about it."""
        iris = {one.subject.value for one in self.triples if isinstance(one.subject, NamedNode)}
        names = {iri: NamedNode(self._ended(iri, end)) for iri in iris}
        triples = tuple(
            Triple(
                names.get(one.subject.value, one.subject) if isinstance(one.subject, NamedNode) else one.subject,
                one.predicate,
                names.get(one.object.value, one.object) if isinstance(one.object, NamedNode) else one.object,
            )
            for one in self.triples
        )
        return replace(self, focus=self._ended(self.focus, end), thing=self.thing + end, triples=triples)

    def _ended(self, iri: str, end: str) -> str:
        """An IRI with an ending to the name of its thing."""
        return self.thing + end + iri.removeprefix(self.thing) if iri.startswith(self.thing) else iri + end


@dataclass(frozen=True, slots=True)
class Checked:
    """Two descriptions in Turtle. ``focus`` is the thing that the first describes.

    ``bad`` is empty where the shape finds no mistake; otherwise ``property`` and ``mistake`` say what is wrong in it,
    and ``findings`` are the sentences of the check with their remedies.
    """

    focus: str
    good: str
    bad: str = ""
    property: str = ""
    mistake: str = ""
    findings: Sequence[tuple[str, str]] = ()


def candidates(
    engine: Engine,
    shape: Shape,
    members: Callable[[str], Iterable[str]],
    is_part: Callable[[str, str], bool],
    place: Callable[[str], int],
) -> list[ShapeExample]:
    """Things that a shape checks, those first that show most of what it is about, and of these the shortest.

    ``members`` are the things of a class, those of narrower classes among them. ``is_part`` says whether an IRI is a
    part of a thing, ``place`` where a property comes in reading order.
    """
    found = []
    for node in islice(dict.fromkeys(_focus_nodes(engine, shape, members)), _LOOKED_AT):
        thing = owner(node.value) if is_part(node.value, owner(node.value)) else node.value
        described = _description(engine, node, partial(_is_of, thing, is_part), place)
        found.append(ShapeExample(node.value, thing, tuple(islice(described, _LONGEST + 1))))
    short = [one for one in found if len(one.triples) <= _LONGEST]
    paths = {demand.path for demand in shape.demands}

    def order(one: ShapeExample) -> tuple[int, int, str]:
        return -len(paths & {each.predicate.value for each in one.triples}), len(one.triples), one.focus

    return sorted(short, key=order)


def mistakes(good: ShapeExample, shape: Shape, others: Iterable[ShapeExample]) -> list[ShapeExample]:
    """The same description with one mistake each: a property is missing, has a wrong value, or has one more."""
    own = [one for one in good.triples if one.subject == NamedNode(good.focus)]
    demanded = dict.fromkeys(demand.path for demand in shape.demands if demand.path)
    paths = dict.fromkeys(one.predicate.value for one in own if one.predicate != _TYPE)
    asked = [path for path in demanded if path in paths] or list(paths)
    more = [one for other in others for one in other.triples]
    made = [
        *(_without(good, path) for path in asked),
        *(_with_wrong(good, own, path) for path in asked),
        *(_with_more(good, path, more) for path in asked),
    ]
    return [one for one in made if one][:_MOST_MISTAKES]


def _focus_nodes(engine: Engine, shape: Shape, members: Callable[[str], Iterable[str]]) -> Iterator[NamedNode]:
    """What the targets of a shape name, parts of things among them."""
    yield from (NamedNode(iri) for kind in shape.classes for iri in members(kind))
    classes = (engine.match(predicate=_TYPE, object=NamedNode(one)) for one in shape.classes)
    having = (engine.match(predicate=NamedNode(one)) for one in shape.subjects_of)
    yield from (one.subject for one in chain(*classes, *having) if isinstance(one.subject, NamedNode))


def _description(
    engine: Engine, node: NamedNode, is_part: Callable[[str], bool], place: Callable[[str], int]
) -> Iterator[Triple]:
    """What is stated about a thing and, after it, about the parts that it leads to, in reading order."""
    waiting: list[Subject] = [node]
    seen: set[Subject] = {node}
    while waiting:
        stated = (one.triple for one in outgoing(engine, waiting.pop(0)))
        for triple in in_reading_order(stated, place):
            yield triple
            value = triple.object
            if not isinstance(value, NamedNode | BlankNode) or value in seen:
                continue
            if isinstance(value, BlankNode) or is_part(value.value):
                seen.add(value)
                waiting.append(value)


def _without(good: ShapeExample, path: str) -> ShapeExample:
    """Without the values of a property."""
    kept = (one for one in good.triples if not _is_about(one, good.focus, path))
    return replace(good, triples=tuple(kept), property=path, mistake="missing")


def _with_wrong(good: ShapeExample, own: Sequence[Triple], path: str) -> ShapeExample:
    """With a value of another type in place of the first of a property."""
    first = next(one for one in own if one.predicate.value == path)
    changed = Triple(first.subject, first.predicate, _of_another_type(first.object))
    kept = tuple(changed if one == first else one for one in good.triples)
    return replace(good, triples=kept, property=path, mistake="wrong")


def _with_more(good: ShapeExample, path: str, more: Iterable[Triple]) -> ShapeExample | None:
    """With one more value of a property, which another thing has."""
    held = {one.object for one in good.triples if _is_about(one, good.focus, path)}
    value = next((one.object for one in more if one.predicate.value == path and one.object not in held), None)
    if value is None or isinstance(value, BlankNode):
        return None
    added = Triple(NamedNode(good.focus), NamedNode(path), value)
    place = max(at for at, one in enumerate(good.triples) if _is_about(one, good.focus, path))
    triples = (*good.triples[: place + 1], added, *good.triples[place + 1 :])
    return replace(good, triples=triples, property=path, mistake="repeated")


def _of_another_type(value: object) -> Object:
    """A value that is a link for a string, and a string without language or datatype for anything else."""
    if isinstance(value, Literal):
        plain = not value.language and value.datatype.value.endswith("#string")
        return NamedNode("https://example.org/") if plain else Literal(value.value if value.language else "unknown")
    return Literal("unknown")


def _is_of(thing: str, is_part: Callable[[str, str], bool], iri: str) -> bool:
    return is_part(iri, thing)


def _is_about(one: Triple, focus: str, path: str) -> bool:
    return one.subject == NamedNode(focus) and one.predicate.value == path
