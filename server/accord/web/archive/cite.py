"""How to cite the answer to a query: its version, a hash of it, a citation, and whether it is the same today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotAcceptable

from accord.archive.versions import commit_of
from accord.errors import QueryError
from accord.formats import HTML, PLAIN_JSON, negotiate
from accord.publication.history import changes
from accord.sparql.rewriting.normal import fingerprint
from accord.web.pages.things.citations import tex
from accord.web.requests.parameters import refuse_unknown
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current
from accord.web.sparql.archived_answers import Archived, archived
from accord.web.sparql.protocol import asked

FORMATS = (HTML, PLAIN_JSON)
_READ = ("query", "version", "infer", "default-graph-uri", "named-graph-uri", "timeout")
SHOWN = 50
"""Rows of a difference that the page shows; the JSON has all."""

blueprint = Blueprint("cite", __name__)


@dataclass(frozen=True, slots=True)
class Cited:
    """An answer in a version, and that of today: ``added`` and ``removed`` are rows that differ."""

    version: str
    when: datetime
    answer: Archived
    today: Archived

    @property
    def same(self) -> bool:
        """Whether the answer is the same today."""
        return self.answer.hash == self.today.hash

    @property
    def added(self) -> list[str]:
        """The rows that only today's answer has."""
        old = set(self.answer.rows)
        return [row for row in self.today.rows if row not in old]

    @property
    def removed(self) -> list[str]:
        """The rows that today's answer no longer has."""
        new = set(self.today.rows)
        return [row for row in self.answer.rows if row not in new]


@blueprint.get("/cite")
@may_wait
def cite() -> Response:
    """How to cite the answer to a query in a version, and whether it is the same today.

    :query required query: The text of a SPARQL 1.1 query. Example: {query}
    :query version: The version of the data; the current one without it.
    :query on|off infer: "off" leaves out what follows from the ontology.
    :produces: FORMATS
    """
    refuse_unknown(_READ, ", ".join(_READ))
    site = current()
    format = negotiate(request.headers.get("Accept"), FORMATS)
    if format is None:
        raise NotAcceptable("Available formats: text/html, application/json.")
    found = asked(request, site.publication, (), formatted=False)
    if found is None:
        raise QueryError("There is no query to cite.", remedy="Give its text as the parameter query.")
    version = request.args.get("version", "") or site.publication.version
    answer = archived(site, found.query, version)
    name = version if site.publication.head is None else version[:12]
    cited = Cited(name, _when(site, version), answer, archived(site, found.query, site.publication.version))
    parameters = {"query": found.query.text, "version": cited.version}
    parameters |= {"infer": "off"} if found.query.infer is False else {}
    address = f"{request.url_root}sparql?{urlencode(parameters)}"
    texts = {"citation": _citation(site, cited, address), "bibtex": _bibtex(site, cited, address)}
    same_query = fingerprint(found.query.text, site.publication.settings.prefixes)
    if format is HTML:
        body = render_template("cite.html", cited=cited, address=address, text=found.query.text, shown=SHOWN, **texts)
    else:
        body = json.dumps(_object(cited, address, same_query, texts), ensure_ascii=False, indent=1) + "\n"
    response = Response(body, content_type=format.content_type)
    response.vary.add("Accept")
    return response


def _when(site: Site, version: str) -> datetime:
    """When the data of a version were last changed."""
    publication = site.publication
    if version == publication.version:
        return site.history.latest
    found = changes(publication.root, commit_of(publication, version), publication.roots, most=1)
    return found[0].when if found else site.history.latest


def _object(cited: Cited, address: str, same_query: str, texts: dict[str, str]) -> dict[str, object]:
    """The citation for programs. ``querySha256`` is the same for queries that are only written differently."""
    return {
        "version": cited.version,
        "date": f"{cited.when:%Y-%m-%d}",
        "address": address,
        "querySha256": same_query,
        "sha256": cited.answer.hash,
        "rows": sum(not row.startswith("?") for row in cited.answer.rows),
        "sameToday": cited.same,
        "added": cited.added,
        "removed": cited.removed,
        **texts,
    }


def _citation(site: Site, cited: Cited, address: str) -> str:
    settings = site.publication.settings
    who = settings.publisher or settings.title
    return (
        f"{who} ({cited.when.year}). {settings.title}, data version {cited.version} of {cited.when:%d %B %Y}."
        f" Answer to a query, SHA-256 {cited.answer.hash}. {address}"
    )


def _bibtex(site: Site, cited: Cited, address: str) -> str:
    settings = site.publication.settings
    fields = {
        "author": f"{{{tex(settings.publisher or settings.title)}}}",
        "title": f"{{Answer to a query of {tex(settings.title)}}}",
        "year": str(cited.when.year),
        "note": f"Data version {cited.version} of {cited.when:%Y-%m-%d}, SHA-256 {cited.answer.hash}",
        "url": address,
    }
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.version}-{cited.answer.hash[:8]},\n{rows}\n}}"
