"""IRIs that are no longer used: those of merged things redirect, those of withdrawn things have a notice.

An IRI that was published never vanishes: the file of redirects says what took its place, or why it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode
from rdflib import URIRef

from accord import turtle
from accord.errors import InputError
from accord.forms.tidy import Block, Writer
from accord.names import DCTERMS, OWL, SKOS, XSD, owner, whole
from accord.publication import Publication
from accord.publication.files.layout import CONFIGURATIONS, role_by_name, takes
from accord.replacing import replaced
from accord.turtle.editing import Editor, statements

_USED = {"owl": OWL, "dcterms": DCTERMS, "skos": SKOS, "xsd": XSD}


def succession(
    publication: Publication, files: Mapping[str, bytes], of: str, into: str, reason: str
) -> dict[str, bytes | None]:
    """The files that change when a thing is merged into another, or withdrawn (``into`` is empty).

    It is described no longer, what leads to it leads on, and there is a redirect with the reason. A file with nothing
    else is removed (``None``). ``files`` are those of the version that it is about, by path. Raises InputError when one
    of the things is not described.
    """
    texts = _texts(publication, files)
    known = {iri for text in texts.values() for iri in _subjects(text)}
    for iri in filter(None, (of, into)):
        if iri not in known:
            raise InputError(f"Nothing is described as {iri}.", remedy="Copy the IRI from the page of the thing.")
    changes: dict[str, bytes | None] = {}
    for path, text in texts.items():
        new = without(text, of)
        if into:
            new = redirected(new, of, into)
        if new != text:
            changes[path] = new.encode() if _subjects(new) else None
    return {**changes, **_redirects(publication, files, [of], into, reason)}


def tombstones(
    publication: Publication, files: Mapping[str, bytes], changes: Mapping[str, bytes | None], reason: str
) -> dict[str, bytes | None]:
    """Changes that take files back, with a note for each IRI that is no longer described."""
    before = _texts(publication, files)
    after = {path: text for path, text in before.items() if path not in changes}
    after |= {path: data.decode("utf-8", "replace") for path, data in changes.items() if data is not None}
    known = {iri for text in after.values() for iri in _subjects(text)}
    known |= set(map(owner, known))
    described = {iri for text in before.values() for iri in _subjects(text)}
    gone = [whole(iri, described) for path in changes if path in before for iri in _subjects(before[path])]
    vanished = [iri for iri in dict.fromkeys(gone) if iri not in known]
    redirects = redirects_of(publication)
    if not vanished or redirects in changes:
        return dict(changes)
    return {**changes, **_redirects(publication, files, vanished, "", reason)}


def without(text: str, iri: str) -> str:
    """Turtle without the statements about a thing and its parts, with the comments right before them."""
    document = turtle.read(text)
    starts = {one.subject_span[0] for one in document.triples if _is_of(str(one.subject), iri)}
    spans = (one.span for one in statements(text) if one.prefix is None)
    about = ((start, end) for start, end in spans if any(start <= place < end for place in starts))
    return replaced(text, ((start, end, "") for start, end in about))


def redirected(text: str, iri: str, by: str) -> str:
    """Turtle in which every statement that leads to a thing leads to another."""
    document = turtle.read(text)
    spans = {one.object_span for one in document.triples if one.object == URIRef(iri)}
    written = Writer(Editor(text).prefixes, "", ()).term(NamedNode(by))
    return replaced(text, ((start, end, written) for start, end in spans))


def redirects_of(publication: Publication) -> str:
    """The path of the file of redirects, also where there is none yet."""
    folder = "data/" if publication.configuration == CONFIGURATIONS[1] else ""
    return publication.redirects or f"{folder}redirects.ttl"


def _redirects(
    publication: Publication, files: Mapping[str, bytes], iris: Iterable[str], into: str, reason: str
) -> dict[str, bytes | None]:
    """The file of redirects with more entries, for IRIs that it does not have yet."""
    path = redirects_of(publication)
    text = files.get(path, b"").decode()
    known = _subjects(text)
    language = publication.settings.languages[0]
    blocks = [_block(iri, into, reason, language) for iri in iris if iri not in known]
    prefixes = turtle.read(text).prefixes if text else {**publication.settings.prefixes, **_USED}
    if text:
        writer = Writer(prefixes, "", ())
        more = "".join(f"\n{writer.block(block)}\n" for block in blocks)
        text = text.rstrip("\n") + "\n" + more
    else:
        comment = "IRIs that were published and are no longer in use, with what replaced them or why they are gone."
        text = Writer(prefixes, "", ()).file(comment, blocks)
    return {path: text.encode()} if blocks else {}


def _block(iri: str, into: str, reason: str, language: str) -> Block:
    today = Literal(datetime.now(UTC).date().isoformat(), datatype=NamedNode(XSD + "date"))
    stated = [(OWL + "deprecated", [Literal(True)])]
    more = [(DCTERMS + "isReplacedBy", [NamedNode(into)])] if into else []
    note = [(DCTERMS + "modified", [today]), (SKOS + "changeNote", [Literal(reason, language=language)])]
    return Block(iri, [*stated, *more, *note])


def _texts(publication: Publication, files: Mapping[str, bytes]) -> dict[str, str]:
    """The Turtle files of data, by path, without the file of redirects and the configuration."""
    special = (redirects_of(publication), publication.configuration)
    roles = {file.path: file.roles for file in publication.files}
    return {
        path: data.decode("utf-8", "replace")
        for path, data in files.items()
        if path.endswith(".ttl") and path not in special and takes(path, publication.configuration)
        if roles.get(path, (role_by_name(path) or "data",)) == ("data",)
    }


def _subjects(text: str) -> set[str]:
    return {str(one.subject) for one in turtle.read(text).triples if isinstance(one.subject, URIRef)}


def _is_of(subject: str, thing: str) -> bool:
    return subject == thing or owner(subject) == thing
