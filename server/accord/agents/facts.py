"""The facts about a thing for an assistant, each with the words of the source that support it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode

from accord.agents.sources import Sources
from accord.things.facts.evidence import Evidence
from accord.things.facts.resources import Fact, Resource, Value

_POINTING = 10
"""Things that are named for one property that leads here; how many there are in all is said."""
_DEEPEST = 4
"""Levels of parts inside each other that are shown; a deeper one is at its address."""


def facts(sources: Sources, found: Iterable[Fact], depth: int = 0) -> list[dict[str, Any]]:
    """Properties with their values and the evidence for them."""
    return [
        {
            "property": sources.short(one.property.iri),
            "label": one.property.name.text,
            "values": [_value(sources, value, depth) for value in one.values],
            **_evidence(sources, one.evidence),
        }
        for one in found
    ]


def _value(sources: Sources, value: Value, depth: int) -> dict[str, Any]:
    term = value.term
    shown: dict[str, Any] = {"value": sources.short(term.value) if isinstance(term, NamedNode) else term.value}
    if value.name.text != term.value:
        shown["label"] = value.name.text
    if value.facts and depth < _DEEPEST:
        shown["facts"] = facts(sources, value.facts, depth + 1)
    if value.items:
        shown["items"] = [_value(sources, one, depth + 1) for one in value.items]
    return {**shown, **_evidence(sources, value.evidence)}


def _evidence(sources: Sources, found: Iterable[Evidence]) -> dict[str, Any]:
    shown = [phrase(sources, one) for one in found]
    return {"evidence": shown} if shown else {}


def phrase(sources: Sources, one: Evidence) -> dict[str, Any]:
    """A piece of evidence: the phrase, the source and the place in it. What is certain as stated says nothing more."""
    shown = {
        "phrase": one.phrase.text if one.phrase else None,
        "source": sources.short(one.source.iri) if one.source else None,
        "place": one.place or None,
        "certainty": one.certainty.term.name.text if one.certainty else None,
    }
    return {name: value for name, value in shown.items() if value}


def pointing(sources: Sources, resource: Resource) -> list[dict[str, Any]]:
    """The things that link to a thing, by property."""
    return [
        {
            "property": sources.short(one.property.iri),
            "label": one.property.name.text,
            "total": one.total,
            "things": [f"{sources.short(thing.iri)} ({thing.name.text})" for thing, _ in one.things[:_POINTING]],
        }
        for one in resource.mentions
    ]


def every_evidence(resource: Resource) -> Iterable[Evidence]:
    """All evidence of a thing, each once."""
    found: dict[object, Evidence] = {one.node: one for one in resource.name_evidence}
    waiting = list(resource.facts)
    while waiting:
        fact = waiting.pop(0)
        found.update((one.node, one) for one in fact.evidence)
        for value in fact.values:
            found.update((one.node, one) for one in value.evidence)
            waiting += value.facts
    return found.values()
