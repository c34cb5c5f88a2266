"""What becomes of IRIs that are no longer used: merged things lead on, withdrawn ones leave a note.

An IRI that was published never vanishes: the file of redirects says what took its place, or why it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef

from accord import turtle
from accord.errors import InputError
from accord.forms.tidy import Block, Writer
from accord.names import DCTERMS, OWL, SKOS, XSD, owner
from accord.proposals.changes import Changes
from accord.proposals.proposal import Proposal
from accord.proposals.repository import FILE, Entry, Repository
from accord.publication import Publication
from accord.publication.layout import CONFIGURATIONS, role_by_name, takes
from accord.turtle.tokens import CLOSING, OPENING, scan

_USED = {"owl": OWL, "dcterms": DCTERMS, "skos": SKOS, "xsd": XSD}


def succession(publication: Publication, repository: Repository, head: str, one: Proposal) -> Changes:
    """The changes that merge or withdraw a thing: it is described no longer, what leads to it leads on, and a redirect.

    Raises InputError when the thing is not described, or the one that is to take its place is not.
    """
    files = _texts(publication, repository, head)
    described = {iri for text in files.values() for iri in _subjects(text)}
    for iri in filter(None, (one.of, one.into)):
        if iri not in described:
            raise InputError(f"Nothing is described as {iri}.", remedy="Copy the IRI from the page of the thing.")
    changes: Changes = {}
    for path, text in files.items():
        new = without(text, one.of)
        if one.into:
            new = replaced(new, one.of, one.into)
        if new != text:
            emptied = not _subjects(new)
            changes[path] = None if emptied else Entry(FILE, repository.store(new.encode()))
    reason = one.title
    return {**changes, **_redirects(publication, repository, head, [one.of], one.into, reason)}


def tombstones(publication: Publication, repository: Repository, head: str, changes: Changes, reason: str) -> Changes:
    """Changes that take files back, with a note for each IRI that is described no longer."""
    before = _texts(publication, repository, head)
    after = {path: text for path, text in before.items() if path not in changes}
    after |= {path: repository.blob(entry.blob).decode("utf-8", "replace") for path, entry in changes.items() if entry}
    known = {owner(iri) for text in after.values() for iri in _subjects(text)}
    gone = [owner(iri) for path in changes if path in before for iri in _subjects(before[path])]
    vanished = [iri for iri in dict.fromkeys(gone) if iri not in known]
    redirects = redirects_of(publication)
    if not vanished or redirects in changes:
        return dict(changes)
    return {**changes, **_redirects(publication, repository, head, vanished, "", reason)}


def without(text: str, iri: str) -> str:
    """Turtle without the statements about a thing and its parts, with the comments right before them."""
    document = turtle.read(text)
    starts = {one.subject_span[0] for one in document.triples if _is_of(str(one.subject), iri)}
    kept, last = [], 0
    for start, end in _statements(text):
        inner = next((place for place in starts if start <= place < end), None)
        if inner is not None:
            kept.append(text[last:start])
            last = end
    return "".join([*kept, text[last:]])


def replaced(text: str, iri: str, by: str) -> str:
    """Turtle in which every statement that leads to a thing leads to another."""
    document = turtle.read(text)
    spans = {one.object_span for one in document.triples if one.object == URIRef(iri)}
    written = Writer(document.prefixes, "", ()).term(NamedNode(by))
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{written}{text[end:]}"
    return text


def redirects_of(publication: Publication) -> str:
    """The path of the file of redirects, also where there is none yet."""
    folder = "data/" if publication.configuration == CONFIGURATIONS[1] else ""
    return publication.redirects or f"{folder}redirects.ttl"


def _redirects(
    publication: Publication, repository: Repository, head: str, iris: Iterable[str], into: str, reason: str
) -> Changes:
    """The file of redirects with more entries, for IRIs that it does not have yet."""
    path = redirects_of(publication)
    entry = repository.files(head).get(path)
    text = repository.blob(entry.blob).decode() if entry else ""
    known = _subjects(text)
    language = publication.settings.languages[0]
    blocks = [_block(iri, into, reason, language) for iri in iris if iri not in known]
    prefixes = turtle.read(text).prefixes if text else {**publication.settings.prefixes, **_USED}
    if text:
        writer = Writer(prefixes, "", ())
        more = "".join(f"\n{writer.block(block)}\n" for block in blocks)
        text = text.rstrip("\n") + "\n" + more
    else:
        comment = "IRIs that were published and are no longer in use, with what took their place or why they are gone."
        text = Writer(prefixes, "", ()).file(comment, blocks)
    return {path: Entry(FILE, repository.store(text.encode()))} if blocks else {}


def _block(iri: str, into: str, reason: str, language: str) -> Block:
    today = Literal(datetime.now(UTC).date().isoformat(), datatype=NamedNode(XSD + "date"))
    stated = [(OWL + "deprecated", [Literal(True)])]
    more = [(DCTERMS + "isReplacedBy", [NamedNode(into)])] if into else []
    note = [(DCTERMS + "modified", [today]), (SKOS + "changeNote", [Literal(reason, language=language)])]
    return Block(iri, [*stated, *more, *note])


def _texts(publication: Publication, repository: Repository, commit: str) -> dict[str, str]:
    """The Turtle files of data of a version, by path, without the file of redirects and the configuration."""
    special = (redirects_of(publication), publication.configuration)
    roles = {file.path: file.roles for file in publication.files}
    wanted = {
        path: entry.blob
        for path, entry in repository.files(commit).items()
        if path.endswith(".ttl") and path not in special and takes(path, publication.configuration)
        if roles.get(path, (role_by_name(path) or "data",)) == ("data",)
    }
    return {path: data.decode("utf-8", "replace") for path, data in repository.blobs(wanted).items()}


def _subjects(text: str) -> set[str]:
    return {str(one.subject) for one in turtle.read(text).triples if isinstance(one.subject, URIRef)}


def _is_of(subject: str, thing: str) -> bool:
    return subject == thing or owner(subject) == thing


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Where each statement begins (with the comment and the empty line before it) and ends (with its line)."""
    depth = begin = 0
    directive = None
    for kind, start, end in scan(text):
        directive = kind == "directive" and text[start:end] if directive is None else directive
        depth += (kind in OPENING) - (kind in CLOSING)
        of_sparql = bool(directive) and not str(directive).startswith("@")
        if not depth and (kind == "iri" if of_sparql else kind == "."):
            stop = end + (text[end : end + 1] == "\n")
            if not directive:
                yield begin, stop
            begin, directive = stop, None
