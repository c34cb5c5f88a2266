"""The log of decisions, which is the git history of what is published: as a list, and in the words of PROV-O."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Triple

from accord.names import PROV, RDF, RDFS, XSD
from accord.proposals.proposal import text_of, trailers
from accord.proposals.store import ProposalStore


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the commit that it made and the one before, when (seconds since 1970), and who did what."""

    commit: str
    before: str
    when: int
    decision: str
    proposal: str
    title: str
    contributor: str
    maintainer: str
    words: str


def decisions_of(store: ProposalStore) -> list[Decided]:
    """All decisions on proposals that changed what is published, the latest first."""
    found = []
    for commit in store.decisions():
        given = trailers(commit.message)
        names = ("Decision", "Proposal", "Title", "By", "Decided-By")
        decision, proposal, title, contributor, maintainer = (given.get(name, "") for name in names)
        before = commit.parents[0] if commit.parents else ""
        words = text_of(commit.message)
        found.append(Decided(commit.id, before, commit.time, decision, proposal, title, contributor, maintainer, words))
    return found


def provenance(decisions: Sequence[Decided], base: str) -> Iterator[Triple]:
    """The decisions as statements: each is an activity that used a version and a proposal, and generated a version."""
    for one in decisions:
        activity, proposal = NamedNode(f"{base}proposals/{one.proposal}#{one.commit[:12]}"), _proposal(base, one)
        old, new = (NamedNode(f"{base}version/{commit}") for commit in (one.before, one.commit))
        maintainer, contributor = (_person(base, one, role) for role in ("maintainer", "contributor"))
        when = Literal(datetime.fromtimestamp(one.when, UTC).isoformat(), datatype=NamedNode(XSD + "dateTime"))
        yield from (
            _stated(activity, RDF + "type", NamedNode(PROV + "Activity")),
            _stated(activity, RDFS + "label", Literal(f"{one.decision}: {one.title}", language="en")),
            _stated(activity, PROV + "used", old),
            _stated(activity, PROV + "used", proposal),
            _stated(activity, PROV + "endedAtTime", when),
            _stated(activity, PROV + "wasAssociatedWith", maintainer),
            _stated(old, RDF + "type", NamedNode(PROV + "Entity")),
            _stated(new, RDF + "type", NamedNode(PROV + "Entity")),
            _stated(new, PROV + "wasGeneratedBy", activity),
            _stated(new, PROV + "wasDerivedFrom", old),
            _stated(proposal, RDF + "type", NamedNode(PROV + "Entity")),
            _stated(proposal, RDFS + "label", Literal(one.title, language="en")),
            _stated(proposal, PROV + "wasAttributedTo", contributor),
        )
        for person, name in ((maintainer, one.maintainer), (contributor, one.contributor)):
            yield _stated(person, RDF + "type", NamedNode(PROV + "Agent"))  # for readers that infer nothing
            yield _stated(person, RDF + "type", NamedNode(PROV + "Person"))
            yield _stated(person, RDFS + "label", Literal(name))


def _proposal(base: str, one: Decided) -> NamedNode:
    return NamedNode(f"{base}proposals/{one.proposal}")


def _person(base: str, one: Decided, role: str) -> NamedNode:
    """A person as they acted in one proposal: names are not known to be of one person."""
    return NamedNode(f"{base}proposals/{one.proposal}#{role}-{one.commit[:12]}")


def _stated(subject: NamedNode, path: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(path), value)
