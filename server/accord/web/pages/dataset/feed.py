"""The feed of changes (Atom, RFC 4287): what was added, changed and withdrawn, when, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template

from accord.formats import Format
from accord.publication.history import Change
from accord.things.changes import Event
from accord.things.names.labels import Reference
from accord.things.ontology.class_index import UNTYPED
from accord.times import clamped
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.responses.xml import xml_string
from accord.web.site import Site, current_for_all

CHANGES_IN_FEED = 50
"""How many changes the feed holds: more than are usually made between two visits of a feed reader."""

KINDS_IN_TITLE = 3
"""Kinds of things that the title of an entry counts, the commonest first: a reader shows a line of it."""

MOST_READ = 1_000
"""Things of a change whose own classes are read, which takes about 20 microseconds each. More are counted as things."""

ATOM = Format("atom", "application/atom+xml", "atom", "Atom")

blueprint = Blueprint("feed", __name__)


@blueprint.get("/feed.atom")
@may_wait
def feed() -> Response:
    """The latest changes. Outside git there are none, and the feed is empty.

    :produces: ATOM
    """
    site = current_for_all()
    page = Page("/feed", f"{site.publication.settings.base}feed.atom", (ATOM,))
    return answer(site, page, lambda _: _write(site), ATOM)


@blueprint.app_template_filter("tag")
def tag(change: Change, base: str) -> str:
    """The IRI of a change (a tag URI, RFC 4151): the host of the publication's base, the day, and the commit."""
    return f"tag:{urlsplit(base).hostname},{clamped(change.when):%Y-%m-%d}:{change.commit}"


@blueprint.app_template_filter("atom_date")
def atom_date(when: datetime) -> str:
    """A time in the form of RFC 3339."""
    return clamped(when).isoformat()


def _write(site: Site) -> bytes:
    events = site.things.changes.latest(CHANGES_IN_FEED)
    updated = events[0].change.when if events else site.history.latest
    titles = Titles(site)
    page = render_template("feed.xml", events=[(event, titles.of(event)) for event in events], updated=updated)
    return xml_string(page).encode()


class Titles:
    """What each change did to the data, in words: ``3 fundings added, 1 person changed``.

    A thing counts as changed when its file did. What was withdrawn is counted in files, since the things that they
    described may be in others now.
    """

    def __init__(self, site: Site) -> None:
        presentation, featured = site.publication.settings.presentation, site.publication.settings.featured
        self._things = site.things
        self._members = {
            kind: frozenset(site.things.class_index.members(kind)) for kind in presentation.navigation or featured
        }

    def of(self, event: Event) -> str:
        """The words for one change."""
        every = (*event.added, *event.changed)
        if len(every) == 1 and not event.withdrawn:
            return f"{every[0].name.text} {'added' if event.added else 'changed'}"
        both = (event.added, "added"), (event.changed, "changed")
        parts = [f"{self._counted(things)} {verb}" for things, verb in both if things]
        if event.withdrawn:
            parts.append(f"{_files(len(event.withdrawn))} withdrawn")
        return ", ".join(parts) or f"{_files(len(event.change.files))} changed"

    def _counted(self, things: Collection[Reference]) -> str:
        """``3 fundings, 1 person and 2 files``: the things by their kinds, and the files that describe none."""
        kinds = Counter(self._kind(one.iri, len(things)) for one in things)
        files = kinds.pop("", 0)
        shown = kinds.most_common(KINDS_IN_TITLE)
        words = [f"{number:,} {self._things.wording.counted(kind, number).text}" for kind, number in shown]
        if others := kinds.total() - sum(number for _, number in shown):
            words.append(f"{others:,} other thing{'s' * (others != 1)}")
        words += [_files(files)] * bool(files)
        return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))

    def _kind(self, iri: str, among: int) -> str:
        """The class by which a thing is counted: one at the top of each page, else its own; empty for a file."""
        if iri not in self._things.inventory:
            return ""
        if named := next((kind for kind, members in self._members.items() if iri in members), ""):
            return named
        own = self._things.class_index.entry(iri).kinds if among <= MOST_READ else ()
        return own[0].iri if own else UNTYPED


def _files(number: int) -> str:
    return f"{number:,} file{'s' * (number != 1)}"
