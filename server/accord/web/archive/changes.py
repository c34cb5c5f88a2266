"""What changed: a page of the latest changes, what is new since a version as JSON or RDF patch, and feeds of the
changes of a thing, a list or a question.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import Literal, RdfFormat, parse
from werkzeug.exceptions import NotAcceptable

from accord.archive.recent import LARGEST
from accord.archive.recent import MOST as COMPARED
from accord.archive.things import MOST
from accord.engine import Query
from accord.formats import HTML, JSON, PLAIN_JSON, Format, by_suffix, negotiate
from accord.limits import QueryLimits
from accord.names import owner
from accord.sparql.guard import inspect
from accord.sparql.rewriting.binding import breaks_iri
from accord.web.pages.dataset.recent import recent
from accord.web.requests.parameters import refuse_unknown
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.responses.xml import xml_string
from accord.web.site import Site, current, current_for_all
from accord.web.sparql.archived_answers import archived

PATCH = Format("patch", "text/rdf-patch", "rdfp", "RDF patch")
ATOM = Format("atom", "application/atom+xml", "atom", "Atom")
FORMATS = (PLAIN_JSON, PATCH)
OFFERED = (*FORMATS, HTML)
SHOWN, LINES, THINGS = 20, 6, 4
"""Changes on the page, lines for each, and things named in a line."""
VERSIONS = 6
"""Versions of which a feed compares the answers to a question: each takes about half a second once."""

_OF = ("thing", "class", "question")
"""What a feed may be about, one at a time."""

blueprint = Blueprint("changes", __name__)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A change as a feed shows it: the version, when, and lines of words for what was added and removed."""

    version: str
    when: datetime
    added: tuple[str, ...]
    removed: tuple[str, ...]


@blueprint.get("/changes")
@blueprint.get("/changes.<suffix>")
@may_wait
def changes(suffix: str = "") -> Response:
    """The statements that were added and removed since a version: JSON, or an RDF patch to apply; a page of the latest
    changes for people.

    :path suffix: The suffix of a format: json or rdfp. Example: json
    :query required since: A version of the data, as each answer names it in Accord-Version. Example: {version}
    :produces: FORMATS, HTML
    """
    refuse_unknown(("since",), "since")
    site = current()
    format = by_suffix(suffix, FORMATS) if suffix else negotiate(request.headers.get("Accept"), OFFERED)
    if format is None and suffix:
        abort(404, f"Changes are not available as .{suffix}.")
    if format is None:
        raise NotAcceptable("Available formats: application/json, text/rdf-patch, text/html.")
    if format is HTML:
        return _page(site)
    if not (since := request.args.get("since", "")):
        abort(400, "Name a version as the parameter since. The current one is in the header Accord-Version.")
    with working(counted=True):
        found = site.checker.run("changes", {"since": since})
    body = json.dumps(found, ensure_ascii=False, indent=1) + "\n" if format is PLAIN_JSON else _patch(found)
    response = Response(body, content_type=format.content_type)
    response.vary.add("Accept")
    return response


def _page(site: Site) -> Response:
    """The latest changes, each with what it added, changed and removed."""
    page = Page("/changes", f"{site.publication.settings.base}changes", (HTML,), host=request.host_url)

    def write(_: Format) -> bytes:
        latest = recent(site, SHOWN, LINES, THINGS)
        bounds = {"shown": SHOWN, "most": COMPARED, "largest": LARGEST // 1_000_000}
        return render_template("changes.html", latest=latest, **bounds).encode()

    return answer(site, page, write)


def _patch(found: dict[str, Any]) -> str:
    """The difference in the form of https://afs.github.io/rdf-delta/rdf-patch.html, in one transaction."""
    rows = [f'H version "{found["version"]}" .', f'H since "{found["since"]}" .', "TX ."]
    rows += [f"D {line} ." for line in found["removed"]]
    rows += [f"A {line} ." for line in found["added"]]
    return "".join(f"{row}\n" for row in (*rows, "TC ."))


@blueprint.get("/changes.atom")
@may_wait
def feed() -> Response:
    """A feed of what changed about a thing, the things of a class, or the answer to a question, in words.

    :query required thing: The IRI of a thing; a class or a question may be named in its place. Example: {thing}
    :query class: A class, in full or with a prefix.
    :query question: The name of an example query.
    :produces: ATOM
    """
    refuse_unknown(_OF, ", ".join(_OF))
    site, given = current_for_all(), [name for name in _OF if request.args.get(name)]
    if len(given) != 1:
        abort(400, "Name one of these as a parameter: a thing, a class, or the slug of a question.")
    title, steps = _found(site, given[0], request.args[given[0]])
    updated = steps[0].when if steps else site.history.latest
    page = render_template("changes.xml", title=title, steps=steps, updated=updated, address=request.url)
    return Response(xml_string(page), content_type=ATOM.content_type)


def _found(site: Site, of: str, name: str) -> tuple[str, list[FeedEntry]]:
    """The title and the changes of a thing, a class or a question; 404 for what is not there and never was."""
    if of == "question":
        if name in site.examples:
            return site.examples[name].title, _of_question(site, name)
        abort(404, f"There is no example query {name[:80]!r}.")
    iri = site.addresses.expand(name)
    things = [iri] if of == "thing" else site.things.class_index.members(iri)
    steps = _of_things(site, things) if things and not breaks_iri(iri) else []
    if not steps and not (things and things[0] in site.things.inventory):
        abort(404, f"There is no {of} {name[:80]!r}. Write its IRI, in full or with a prefix.")
    return site.things.labels.of(iri).text, steps


def _of_things(site: Site, iris: Iterable[str]) -> list[FeedEntry]:
    wanted = set(iris)
    paths = [path for path, concerned in site.history.concerned.items() if not wanted.isdisjoint(concerned)]
    with working(counted=True):
        found = site.checker.run("things", {"iris": sorted(wanted), "paths": paths})
    return [
        FeedEntry(
            one["commit"][:12],
            datetime.fromtimestamp(one["when"], UTC),
            tuple(_in_words(site, one["added"], len(wanted) > 1)),
            tuple(_in_words(site, one["removed"], len(wanted) > 1)),
        )
        for one in found[:MOST]
    ]


def _in_words(site: Site, lines: Sequence[str], with_thing: bool) -> Iterable[str]:
    """Statements as people read them: ``region: Oxford``; with the name of the thing where there are several."""
    of = site.things.labels.of
    for quad in parse("".join(f"{line} .\n" for line in lines).encode(), RdfFormat.N_TRIPLES):
        value = quad.object
        shown = value.value if isinstance(value, Literal) else of(getattr(value, "value", "")).text
        thing = f"{of(owner(quad.subject.value)).text}: " if with_thing else ""
        yield f"{thing}{of(quad.predicate.value).text}: {shown}"


def _of_question(site: Site, slug: str) -> list[FeedEntry]:
    """The changes of an answer over the latest versions."""
    text = site.examples[slug].text
    query = Query(text, JSON, inspection=inspect(text, QueryLimits(), prefixes=site.publication.settings.prefixes))
    commits = [(change.commit, change.when) for change in site.history.changes[:VERSIONS]]
    answers = [(commit, when, archived(site, query, commit).rows) for commit, when in commits]
    steps = []
    for (commit, when, new), (_, _, old) in zip(answers, answers[1:], strict=False):
        added, removed = ([row for row in one if row not in set(other)] for one, other in ((new, old), (old, new)))
        if added or removed:
            steps.append(FeedEntry(commit[:12], when, tuple(added), tuple(removed)))
    return steps
