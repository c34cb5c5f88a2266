"""The difference that a change makes, in words: thing by thing, with names in place of IRIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from accord.names import LABELS, owner
from accord.publication import Publication
from accord.things.names.common_terms import in_words
from accord.things.names.labels import choose
from accord.things.statements import Statement

Row = Sequence[str]
"""A statement: subject, property, value, and what the value is: ``iri``, ``blank``, or a language or datatype."""


def in_names(
    publication: Publication, stated: Iterable[Triple], added: Iterable[Row], removed: Iterable[Row], new: set[str]
) -> list[dict[str, Any]]:
    """For each thing its IRI (``thing``), its ``name``, whether it ``is_new``, and what is ``added`` and ``removed``.

    Both are pairs of a property and a value, in words. ``stated`` are the statements that name things.
    """
    changes = {"added": list(added), "removed": list(removed)}
    mentioned = {iri for rows in changes.values() for row in rows for iri in _iris(row)}
    names = _names(publication, stated, mentioned)
    things: dict[str, dict[str, Any]] = {}
    for kind, rows in changes.items():
        for subject, path, value, type in rows:
            about = {"thing": subject, "name": names.get(subject, ""), "is_new": subject in new}
            thing = things.setdefault(subject, {**about, "added": [], "removed": []})
            thing[kind].append([names[path], _value(names, value, type)])
    return list(things.values())


def _iris(row: Row) -> Iterable[str]:
    return filter(None, (row[0], row[1], row[2] if row[3] == "iri" else ""))


def _value(names: Mapping[str, str], value: str, type: str) -> str:
    return names[value] if type == "iri" else "a thing without a name" if type == "blank" else value


def _names(publication: Publication, stated: Iterable[Triple], wanted: set[str]) -> dict[str, str]:
    """The names of IRIs: their labels, else the IRI with a prefix or in full; of a term without a label, its words."""
    wanted = wanted | {owner(iri) for iri in wanted}
    labels: dict[str, list[Statement]] = {}
    properties: set[str] = set()
    for one in stated:
        path = one.predicate.value
        properties.add(path)
        subject, value = one.subject, one.object
        if path not in LABELS or not isinstance(subject, NamedNode) or not isinstance(value, Literal):
            continue
        if subject.value in wanted:
            labels.setdefault(subject.value, []).append(Statement(subject, path, value, ""))
    settings = publication.settings
    found: dict[str, str] = {}
    for iri in sorted(wanted):  # a thing before its parts
        name = choose(labels.get(iri, ()), LABELS, settings.languages)
        whole, part = found.get(owner(iri), ""), iri.removeprefix(owner(iri))[1:]
        other = in_words(iri) if iri in properties else settings.prefixes.shorten(iri) or iri
        found[iri] = name.text if name else f"{whole}, {part}" if whole and part else other
    return found
