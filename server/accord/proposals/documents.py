"""Proposals as JSON, for the command line and for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accord.proposals.proposal import Proposal
from accord.proposals.store import ProposalStore


def summary(one: Proposal) -> dict[str, Any]:
    """A proposal as an entry of a list."""
    things = {name: iri for name, iri in (("of", one.of), ("into", one.into)) if iri}
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "title": one.title,
        "contributor": one.author,
        "base": one.base,
        "tip": one.tip,
        **things,
    }


def document(store: ProposalStore, one: Proposal) -> dict[str, Any]:
    """All that is known of a proposal: the files before and after, and the discussion."""
    files = [
        {"path": change.path, "before": _text(change.before), "after": _text(change.after)}
        for change in store.changes(one)
    ]
    steps = [
        {"who": step.who, "when": moment(step.when), "what": step.what, "words": step.words}
        for step in store.discussion(one)
    ]
    return {**summary(one), "files": files, "discussion": steps}


def moment(seconds: int) -> str:
    """A time in UTC (ISO 8601)."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _text(data: bytes | None) -> str | None:
    return data.decode("utf-8", "replace") if data is not None else None
