"""What the latest changes did to things: which are new, which are gone, and which of their properties changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZipFile

from pyoxigraph import NamedNode

from accord import sandbox
from accord.archive.things import Files, files_of
from accord.caches import CacheEntry
from accord.errors import AccordError
from accord.limits import EngineLimits
from accord.names import RDF, owner
from accord.proposals.repository import Repository
from accord.publication import Publication, SourceFile
from accord.publication.history import changes
from accord.publication.statements.load_cache import digest_of
from accord.things.ontology.inventory import DOCUMENTS

MOST = 40
"""Changes of data that are looked at, the latest first; the page of changes shows fewer."""
VALUES = 3
"""Values that are named for a property of a thing."""
LARGEST = 20_000_000
"""Bytes of old and new files that are read for all of them: about three seconds."""
_PART = "recent.json"
_TYPE = RDF + "type"
_LIMITS = EngineLimits()

Statement = tuple[str, str, str]
"""Subject and property as IRIs, and the value as N-Triples."""


def _entry(publication: Publication) -> CacheEntry | None:
    """Where the cache has the latest changes of this content at this commit; ``None`` outside git."""
    if publication.head is None:
        return None
    key = f"{digest_of(publication)} {publication.head.commit}"
    return CacheEntry("recent", hashlib.sha256(key.encode()).hexdigest())


def recalled(publication: Publication) -> dict[str, Any] | None:
    """What :func:`recent_task` found before a restart; ``None`` where the cache does not have it."""
    entry = _entry(publication)
    return entry.recall(_read) if entry else None


def _read(file: ZipFile) -> dict[str, Any]:
    found = json.loads(file.read(_PART))
    return {"steps": list(found["steps"]), "older": bool(found["older"])}


def keep(publication: Publication, found: dict[str, Any]) -> None:
    """Let the cache have what :func:`recent_task` found, for the next start."""
    if entry := _entry(publication):
        entry.remember([(_PART, json.dumps(found).encode())])


def recent_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The latest changes of the files of data (``steps``), and whether there are ``older`` ones that were not compared:
    those beyond :data:`MOST` changes or :data:`LARGEST` bytes.

    Each step has ``commit``, ``when`` (seconds since 1970) and ``things``. These are lists: the IRI of a thing, a
    property (empty for the thing as a whole; the class of evidence for evidence alone), ``added``, ``removed`` or
    ``changed``, and the first values that it now has, or had, as N-Triples.
    """
    found, older = _changed(publication)
    steps = sandbox.run(_steps, publication, found, seconds=_LIMITS.deadline, megabytes=_LIMITS.check_memory)
    return {"steps": steps, "older": older}


def _changed(publication: Publication) -> tuple[list[tuple[str, float, Files]], bool]:
    """The latest commits that changed data, with their time and files; and whether older ones are left out."""
    head = publication.head
    if head is None:
        return [], False
    apart = (publication.redirects, publication.configuration)
    data = {file.path for file in publication.files if "data" in file.roles and file.path not in apart}
    repository, size = Repository(publication.root), 0
    found: list[tuple[str, float, Files]] = []
    for change in changes(publication.root, head.commit, publication.roots):
        paths = [path for status, path in change.files if path in data or (status == "D" and path.endswith(".ttl"))]
        if paths:
            files = files_of(repository, change.commit, paths)
            size += sum(len(data or b"") for _, *both in files for data in both)
            if size > LARGEST or len(found) == MOST:
                return found, True
            found.append((change.commit, change.when.timestamp(), files))
    return found, False


def _steps(publication: Publication, found: list[tuple[str, float, Files]]) -> list[dict[str, Any]]:
    evidence = publication.settings.evidence
    kind = evidence.kind if evidence else ""
    steps = []
    for commit, when, files in found:
        old = {one for path, before, _ in files for one in _stated(publication, path, before)}
        new = {one for path, _, after in files for one in _stated(publication, path, after)}
        if things := list(_things(old, new, kind)):
            steps.append({"commit": commit, "when": when, "things": things})
    return steps


def _stated(publication: Publication, path: str, data: bytes | None) -> Iterator[Statement]:
    """What a file states about IRIs; nothing for a file that cannot be read."""
    if data is None:
        return
    known = next((file for file in publication.files if file.path == path), None)
    try:
        for quad in SourceFile(path, ("data",), data, known.base if known else "").quads("urn:file"):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value, quad.predicate.value, str(quad.object)
    except AccordError:
        return  # an older version may have had mistakes that were corrected since


def _things(old: set[Statement], new: set[Statement], evidence: str) -> Iterator[list[Any]]:
    """The differences, thing by thing. Evidence counts where nothing else of its thing changed."""
    every = old | new
    documents = {subject for subject, property, value in every if property == _TYPE and value[1:-1] in DOCUMENTS}
    described = {subject for subject, _, _ in every} - documents
    cited = {subject for subject, property, value in every if property == _TYPE and value == f"<{evidence}>"}
    leading = {value[1:-1]: property for subject, property, value in every if value.startswith(f"<{subject}#")}
    found: dict[str, dict[str, list[set[str]]]] = {}
    for place, statements in enumerate((old - new, new - old)):
        for subject, property, value in statements:
            thing = owner(subject) if owner(subject) in described else subject
            if subject != thing:
                property = evidence if subject in cited else leading.get(subject, property)
                value = ""
            found.setdefault(thing, {}).setdefault(property, [set(), set()])[place].add(value)
    typed = [{subject for subject, property, _ in one if property == _TYPE} for one in (old, new)]
    for thing, properties in found.items():
        if (thing in typed[0]) != (thing in typed[1]):
            yield [thing, "", "added" if thing in typed[1] else "removed", []]
            continue
        for property, (gone, come) in properties.items():
            if property != evidence or len(properties) == 1:
                yield [thing, property, _verb(gone, come), sorted((come or gone) - {""})[:VALUES]]


def _verb(gone: Iterable[str], come: Iterable[str]) -> str:
    """What happened to a property that lost and got these values."""
    return "changed" if gone and come else "added" if come else "removed"
