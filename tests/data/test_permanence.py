"""No IRI that was published once ever vanishes: each is described today, or told of as renamed or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from accord.publication import Publication
from accord.publication.history import Change, changes
from places import ROOT
from repositories import folder, run

__all__ = ["folder"]

COMMITS = 50
"""How far back is looked: the latest commits that touch the data."""


def subjects(data: str, base: str) -> set[str]:
    """The things that a Turtle file speaks of; what was never Turtle never was published."""
    try:
        nodes = [quad.subject for quad in parse(data.encode(), RdfFormat.TURTLE)]
    except SyntaxError:
        return set()
    found = {node.value.partition("#")[0] for node in nodes if isinstance(node, NamedNode)}
    return {iri for iri in found if iri.startswith(f"{base}id/")}


def latest(root: Path) -> list[Change]:
    """The latest changes; none outside git."""
    head = Publication.read(root).head
    return changes(root, head.commit, ("data", "ontology", "shapes"), COMMITS) if head else []


def once_published(root: Path, base: str) -> Iterator[tuple[str, str]]:
    """Each thing of a file that a commit changed or deleted, as it was in that commit or before it."""
    for change in latest(root):
        for status, path in change.files:
            commit = f"{change.commit}~" if status == "D" else change.commit
            data = run(root, "show", f"{commit}:./{path}") if path.startswith("data/") else ""
            yield from ((iri, f"{path} in {change.commit[:12]}") for iri in subjects(data, base))


def lost(root: Path) -> set[tuple[str, str]]:
    """The things that were published and of which nothing is said today, with where they were."""
    publication = Publication.read(root)
    said = {quad.subject.value for quad in publication.quads("data") if isinstance(quad.subject, NamedNode)}
    return {(iri, place) for iri, place in once_published(root, publication.settings.base) if iri not in said}


def test_nothing_that_was_published_is_lost() -> None:
    if not latest(ROOT):
        pytest.skip("this copy has no git history")
    assert any(once_published(ROOT, Publication.read(ROOT).settings.base))
    assert lost(ROOT) == set()


def test_a_deleted_thing_is_missed_until_a_redirect_or_tombstone_names_it(folder: Path) -> None:
    people = folder / "data/coast/people.ttl"
    people.write_text(people.read_text().replace("id:tom-oakley", "id:thomas-oakley"))
    run(folder, "commit", "--all", "--message", "Renamed")
    assert {iri.rpartition("/")[2] for iri, _ in lost(folder)} == {"tom-oakley"}
    people.unlink()
    run(folder, "commit", "--all", "--message", "Deleted")
    assert {iri.rpartition("/")[2] for iri, _ in lost(folder)} == {"tom-oakley", "thomas-oakley", "ines-morvan"}
    redirects = folder / "data/redirects.ttl"
    gone = (f"id:{name} owl:deprecated true .\n" for name in ("tom-oakley", "thomas-oakley", "ines-morvan"))
    redirects.write_text(redirects.read_text() + "".join(gone))
    assert lost(folder) == set()
