"""The pictures of a thing: what is around it, when it was, and where it is.

A publication declares them for the things of a class, ``lsp:Region accord:picture "map"``; the others are
``"neighbourhood"`` and ``"timeline"``. Where it declares none, each thing has those that it has enough for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from accord.names import DCTERMS
from accord.pictures import Cell, Picture, Rows
from accord.pictures.maps import MapPoint, map_of
from accord.pictures.neighbourhood import Around, NeighbourGroup, neighbourhood
from accord.pictures.scales import Moment, moment
from accord.pictures.timeline import Span, timeline
from accord.things.facts.resources import Resource
from accord.things.statements import outgoing
from accord.web.sparql.answers.pictures import Naming, ShownPicture

_NEIGHBOURS = 60
"""Things around a thing that are looked at for dates and points."""
_FEW = 3
"""Neighbours or dates of a thing that are worth a picture where the publication declares none."""

_OF_RECORDS = frozenset(DCTERMS + name for name in ("modified", "created", "dateSubmitted", "issued"))
"""Dates of the description of a thing, not of the thing."""


def thing_pictures(naming: Naming, thing: Resource) -> list[ShownPicture]:
    """The pictures that are declared for a thing, or that it has enough for."""
    site = naming.site
    declared = site.publication.settings.presentation.kind_pictures
    kinds = {kind.iri for kind in thing.kinds}
    kinds |= set().union(*(site.things.vocabulary.ancestors(kind) for kind in kinds))
    wanted = {name for kind in kinds for name in declared.get(kind, ())}
    around = _Around(naming, thing, 1 if declared else _FEW)
    drawn = {"neighbourhood": around.neighbourhood, "timeline": around.timeline, "map": around.map}
    found = ((name, draw()) for name, draw in drawn.items() if name in wanted or not declared)
    return [ShownPicture(picture, f"picture-{name}") for name, picture in found if picture]


class _Around:
    """A thing with its neighbours. ``least`` is how many are worth a picture."""

    def __init__(self, naming: Naming, thing: Resource, least: int) -> None:
        self._naming = naming
        self._site = naming.site
        self._thing = thing
        self._least = least
        evidence = self._site.publication.settings.evidence
        self._apart = {evidence.about, evidence.value, evidence.source} if evidence else set()
        self._background = set(self._site.publication.settings.presentation.background)
        self.after = tuple(self._after())
        self.before = tuple(self._before())

    def neighbourhood(self) -> Picture | None:
        """What is around it, by property."""
        if sum(len(group.cells) for group in (*self.before, *self.after)) < self._least:
            return None
        center = self._naming.thing(self._thing.iri)
        picture = neighbourhood(center, Around(self.before, self.after))
        return picture.titled("Connections")

    def timeline(self) -> Picture | None:
        """Its own dates and those of its neighbours."""
        spans = [span for iri in self._iris() for span in self._spans(iri)]
        spans.sort(key=lambda span: (span.start.first, span.label.text))
        if len(spans) < max(2, self._least):
            return None
        rows = tuple((span.label, Cell(span.words)) for span in spans)
        return timeline(spans, Rows(("thing", "date"), rows)).titled("In time")

    def map(self) -> Picture | None:
        """Where it is; the neighbours that have points are there too."""
        spots = [spot for iri in self._iris() if (spot := self._spot(iri))]
        if not spots or spots[0].label.term != NamedNode(self._thing.iri):
            return None
        rows = Rows(("place",), tuple((spot.label,) for spot in spots))
        return map_of(spots, rows, "picture-map").titled("On the map")

    def _iris(self) -> list[str]:
        """The thing and its neighbours, each once."""
        cells = (cell for group in (*self.before, *self.after) for cell in group.cells)
        others = (cell.term.value for cell in cells if isinstance(cell.term, NamedNode))
        return list(dict.fromkeys((self._thing.iri, *others)))[:_NEIGHBOURS]

    def _after(self) -> Iterator[NeighbourGroup]:
        for fact in self._thing.facts:
            if cells := self._cells(value.term.value for value in fact.values if isinstance(value.term, NamedNode)):
                yield NeighbourGroup(fact.property.name.text, cells)

    def _before(self) -> Iterator[NeighbourGroup]:
        for mention in self._thing.mentions:
            if mention.property.iri in self._apart:
                continue
            if cells := self._cells(one.iri for one, _ in mention.things):
                others = mention.total - len(mention.things)
                words = self._site.things.wording.inverse(mention.property).text
                yield NeighbourGroup(words, cells, len(cells) + others)

    def _cells(self, iris: Iterable[str]) -> tuple[Cell, ...]:
        return tuple(self._naming.thing(iri) for iri in iris if iri != self._thing.iri and self._is_neighbour(iri))

    def _is_neighbour(self, iri: str) -> bool:
        """Whether it is a thing of its own that serves not only others."""
        if iri not in self._site.things.inventory:
            return False
        kinds = {kind.iri for kind in self._site.things.class_index.entry(iri).kinds}
        return not kinds or not kinds <= self._background

    def _spot(self, iri: str) -> MapPoint | None:
        place = self._site.places.of(iri)
        if place is None or (place.middle and iri != self._thing.iri):
            return None
        point = place.point.longitude, place.point.latitude
        return MapPoint(self._naming.thing(iri), point, middle=place.middle)

    def _spans(self, iri: str) -> Iterator[Span]:
        """The dates of a thing: its beginning with its end, and each other date with the name of its property."""
        hints = self._site.publication.settings.presentation
        label = self._naming.thing(iri)
        stated = outgoing(self._site.engine, NamedNode(iri))
        dates = [(one.predicate, date) for one in stated if (date := _date(one.object))]
        first = next((date for predicate, date in dates if predicate in hints.money.start), None)
        last = next((date for predicate, date in dates if predicate in hints.money.end), None)
        if first:
            yield Span(label, first, last)
        for predicate, date in dates:
            if predicate in (*hints.money.start, *hints.money.end) and first or predicate in _OF_RECORDS:
                continue
            latest = predicate in hints.latest
            name = "" if latest else self._site.things.labels.of(predicate).text
            yield Span(label, date, None, name, latest)


def _date(value: object) -> Moment | None:
    """The date of a literal that is one by its datatype; a number may be anything."""
    return moment(value) if isinstance(value, Literal) and "integer" not in value.datatype.value else None
