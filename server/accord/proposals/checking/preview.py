"""The preview of a change, made in a confined process: findings, statements, IRIs, links, and answers."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from accord.duplicates import Lookalikes
from accord.duplicates.named import described
from accord.errors import AccordError, InputError, LimitError
from accord.names import OWL, owner, whole
from accord.proposals.checking.checks import check_files, confined
from accord.proposals.checking.words import in_names
from accord.publication import Publication, SourceFile
from accord.publication.changed import changed
from accord.publication.examples import read_examples
from accord.publication.settings.own_iris import is_own, namespaces_of
from accord.publication.survey.tally import namespace
from accord.validation import Report

SHOWN = 300
"""Statements, IRIs and links of each kind that a preview lists; it counts the rest."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Sent = Mapping[str, str | None]
"""Path -> the new bytes in base64, ``None`` for a file that is removed."""


def send(changes: Mapping[str, bytes | None]) -> Sent:
    """Changes for a message to another process."""
    return {path: None if data is None else base64.b64encode(data).decode() for path, data in changes.items()}


def preview(run: Callable[[str, Any], Any], sent: Sent) -> dict[str, Any]:
    """The whole preview of changes, for the site and the command line; ``run`` does a task by its name.

    It is what :func:`preview_task` returns, with ``questions``; where the answers could not be compared,
    ``not_compared`` says why.
    """
    found: dict[str, Any] = run("preview", sent)
    try:
        found["questions"] = run("questions", sent)
    except AccordError as error:
        found["questions"], found["not_compared"] = [], error.message
    return found


def preview_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The preview of changes: ``report``, ``added`` and ``removed`` statements, the same in ``words``, ``new`` IRIs,
    things that are ``alike``, and ``dead`` links.
    """
    changes = changes_in(request)
    files = [SourceFile(path, ("data",), data) for path, data in changes.items() if data is not None]
    report = check_files(publication, files).document() if files else None
    try:
        return {"report": report, **confined(_differences, publication, changes)}
    except InputError as error:  # a file that cannot be read has its findings in the report
        return {"report": report, "unread": f"{error.message} The rest of the preview needs files that can be read."}
    except LimitError as error:
        return {"report": report, "unread": f"What the change does was not worked out. {error.message}"}


def report_of(found: Mapping[str, Any]) -> Report | None:
    """The report of a preview, without the likely duplicates that it lists besides; ``None`` where files only go."""
    if not found["report"]:
        return None
    report, listed = Report.of(found["report"]), {one["new"] for one in found.get("alike", ())}
    rest = (one for one in report.findings if not (one.code == "LIKELY-DUPLICATE" and one.focus in listed))
    return replace(report, findings=tuple(rest))


def questions_task(publication: Publication, request: Any) -> list[dict[str, Any]]:
    """The example queries whose answers change: ``slug``, ``title``, and the rows ``before`` and ``after``."""
    found: list[dict[str, Any]] = confined(_questions, publication, changes_in(request))
    return found


def changes_in(sent: Sent) -> dict[str, bytes | None]:
    """The changes of a message."""
    return {path: None if data is None else base64.b64decode(data) for path, data in sent.items()}


def _differences(publication: Publication, changes: Mapping[str, bytes | None]) -> dict[str, Any]:
    with suppress(OSError):
        os.chdir(publication.root)
    after = changed(publication, changes)
    old, new = (_triples(one, changes) for one in (publication, after))
    rest = {quad.triple for file in publication.with_role("data", "ontology") if file.path not in changes
            for quad in file.quads(publication.graph(file))}  # fmt: skip
    added, removed = new - old - rest, old - new - rest
    now, before = _described(rest | new), _described(rest | old)
    fresh, gone = sorted(now - before), before - now
    rows, unfit = (_written(added), _written(removed)), set(_unfit(publication, fresh, before))
    return {
        "added": rows[0],
        "removed": rows[1],
        "words": in_names(publication, rest | new | old, *rows, set(fresh)),
        "counts": {"added": len(added), "removed": len(removed)},
        "new": [{"iri": iri, "fit": iri not in unfit} for iri in fresh[:SHOWN]],
        "gone": sorted(gone)[:SHOWN],
        "alike": _alike(publication, rest | old, new, fresh[:SHOWN]) if fresh else [],
        "dead": _dead(publication, rest | new, added, now, gone),
    }


def _alike(publication: Publication, before: set[Triple], new: set[Triple], fresh: list[str]) -> list[dict[str, Any]]:
    """Things that new ones may be: the ``new`` IRI, the one it is ``like``, its ``name``, and the ``score``."""
    looking = Lookalikes(publication, known=described(before, publication))
    about = described(new, publication)
    found = []
    for iri in fresh:
        one = about.get(iri)
        names = [name.text for name in (*one.labels, *one.names)] if one else []
        for other in looking.of(names, one.kinds if one else ()):
            found.append({"new": iri, "like": other.iri, "name": other.name, "score": other.score})
    return found


def _described(triples: set[Triple]) -> set[str]:
    """The things that statements describe, without those that were withdrawn or merged into others."""
    former = {_subject(one) for one in triples if one.predicate.value == OWL + "deprecated"}
    subjects = {_subject(one) for one in triples}
    return {whole(one, subjects) for one in subjects} - former - {""}


def _triples(publication: Publication, paths: Iterable[str]) -> set[Triple]:
    """The statements of some files. Raises InputError for one that cannot be read."""
    wanted = set(paths)
    files = (file for file in publication.files if file.path in wanted)
    return {quad.triple for file in files for quad in file.quads(publication.graph(file))}


def _dead(
    publication: Publication, all: set[Triple], added: set[Triple], now: set[str], gone: set[str]
) -> list[list[str]]:
    """New statements that lead to nothing in the publication, and others that led to what is gone."""
    settings, namespaces = publication.settings, namespaces_of(now)

    def is_dead(one: Triple) -> bool:
        if not isinstance(one.object, NamedNode):
            return False
        names = {one.object.value, owner(one.object.value)}
        is_missing = now.isdisjoint(names) and any(is_own(settings, namespaces, name) for name in names)
        return not gone.isdisjoint(names) or one in added and is_missing

    return _written(one for one in all if is_dead(one))


def _unfit(publication: Publication, fresh: Iterable[str], before: Iterable[str]) -> Iterator[str]:
    """The new IRIs whose last part is not lower-case words joined by hyphens, where the others are."""
    base, other = publication.settings.thing_base, set[str]()
    if not publication.settings.house_rules:
        other = {namespace(iri) for iri in before if not _SLUG.fullmatch(iri.removeprefix(namespace(iri)))}
    for iri in fresh:
        start = base if iri.startswith(base) else namespace(iri)
        is_asked = iri.startswith(base) or iri.startswith(publication.settings.bases) and start not in other
        if is_asked and not _SLUG.fullmatch(iri.removeprefix(start)):
            yield iri


def _written(triples: Iterable[Triple]) -> list[list[str]]:
    """Statements as subject, property, value, and what the value is: ``iri``, ``blank`` or a language or datatype."""
    rows = sorted(map(_row, triples))
    return rows[:SHOWN]


def _row(one: Triple) -> list[str]:
    value = one.object
    if isinstance(value, NamedNode):
        return [_subject(one), one.predicate.value, value.value, "iri"]
    if isinstance(value, Literal):
        return [_subject(one), one.predicate.value, value.value, value.language or value.datatype.value]
    return [_subject(one), one.predicate.value, str(value), "blank"]


def _subject(one: Triple) -> str:
    return one.subject.value if isinstance(one.subject, NamedNode) else ""


def _questions(publication: Publication, changes: Mapping[str, bytes | None]) -> list[dict[str, Any]]:
    from accord.engine.processes import query_store

    stores = [query_store(publication), query_store(changed(publication, changes))]
    examples = read_examples(publication, frozenset())
    found = []
    for slug, example in examples.items():
        before, after = (_answer(store, example.text, publication) for store in stores)
        if before != after:
            found.append({"slug": slug, "title": example.title, "before": before[1], "after": after[1]})
    return found


def _answer(store: Store, query: str, publication: Publication) -> tuple[str, int]:
    """A digest of the rows of an answer, whatever their order, and how many there are."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in publication.settings.prefixes.items())
    try:
        result = store.query(prefixes + query)
    except (SyntaxError, AccordError) as error:
        return str(error), 0
    rows = sorted(_rows(result))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest(), len(rows)


def _rows(result: Any) -> Iterator[str]:
    """The rows or the statements of an answer as strings, or its truth value."""
    if isinstance(result, QuerySolutions):
        return (" ".join(str(value) for value in row) for row in result)
    return iter([str(bool(result))]) if isinstance(result, QueryBoolean) else map(str, result)


__all__ = ["preview", "preview_task", "questions_task", "report_of", "send"]
