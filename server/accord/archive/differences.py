"""The statements that two published versions do not share."""

from __future__ import annotations

from typing import Any

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from accord import sandbox
from accord.archive.versions import commit_of, published
from accord.errors import LimitError
from accord.limits import EngineLimits
from accord.publication import Publication

MOST = 200_000
"""Statements of a difference; who is further behind takes a dump."""

_LIMITS = EngineLimits()


def changes_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The statements of ontology and data that were ``added`` and ``removed`` since a version, as sorted N-Triples.

    Blank nodes have the names that RDFC-1.0 gives them in each version.
    """
    version = str(request["since"])
    with published(publication, version) as before:
        found: dict[str, Any] = sandbox.run(
            _difference, before, publication, seconds=_LIMITS.deadline, megabytes=_LIMITS.check_memory
        )
    commit = publication.version if version == publication.version else commit_of(publication, version)[:12]
    return {"since": commit, "version": publication.version, **found}


def _difference(before: Publication, after: Publication) -> dict[str, Any]:
    old, new = _stated(before), _stated(after)
    added, removed = sorted(new - old), sorted(old - new)
    if len(added) + len(removed) > MOST:
        message = f"More than {MOST:,} statements changed."
        raise LimitError(message, limit="changes", value=MOST, status=413, remedy="Take a dump: /dump.nt.")
    return {"added": added, "removed": removed}


def _stated(publication: Publication) -> set[str]:
    graph = Dataset(Quad(one.subject, one.predicate, one.object) for one in publication.quads("ontology", "data"))
    graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in graph}
