"""Writes the copy: first every answer as it is, then the pages once more with links between files."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, render_template
from werkzeug.test import Client

from accord.engine.processes import local_engine
from accord.errors import InputError
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Hosts, Site, create_app
from accord.web.static_site import browser
from accord.web.static_site.crawling import ABSENT, HTML, CrawledPage, asker, crawl
from accord.web.static_site.files import ANSWERING, Pages, file_of

_STARTS = ("/", "/sitemap.xml", "/robots.txt", "/llms.txt", *ANSWERING, ABSENT)
"""Where the crawl begins, beside the things: not every publication has a page that links to each of these."""

_MOVED = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Moved</title>
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={link}">
<p>This is at <a href="{link}">{link}</a>.</p>
</html>
"""


@dataclass(slots=True)
class Summary:
    """What was written: the number of files and their bytes, and what the copy does not have.

    ``broken`` are addresses that pages link to and the site refuses, each with its status. ``clashing`` are files whose
    names differ only by capital letters; a disk that does not tell those apart keeps one of each.
    """

    files: int = 0
    bytes: int = 0
    pages: int = 0
    broken: dict[str, int] = field(default_factory=dict)
    absent: int = 0
    clashing: list[str] = field(default_factory=list)
    answers: bool = True

    def lines(self) -> Iterator[str]:
        """What to tell the person who asked for the copy, a sentence a line."""
        yield f"{self.files:,} files, {self.bytes / 1e6:,.0f} MB, {self.pages:,} of them pages."
        if self.absent:
            lead = "Links to them lead to a page that says so."
            yield f"{self.absent:,} addresses need a server, as filtered lists do. {lead}"
        if not self.answers:
            yield (
                "Search and SPARQL do not work in this copy: this installation was made without npm. "
                "Fix: install Accord again where npm reaches its registry."
            )
        if self.broken:
            first = ", ".join(f"{address} ({status})" for address, status in list(self.broken.items())[:5])
            yield f"{len(self.broken):,} links lead to addresses that the site refuses: {first}."
        if self.clashing:
            yield (
                f"{len(self.clashing):,} files differ from others only by capital letters, such as {self.clashing[0]}: "
                "on a disk that does not tell these apart, copy the folder as an archive."
            )


def build(publication: Publication, out: Path, url: str, origin: str = "") -> Summary:
    """Write a copy of the site of a publication into a folder, which is made; it may be there when it is empty.

    ``url`` is the address where the copy will be, without a slash at the end: documents and the sitemap name it.
    ``origin`` is the address of the site that the copy is of, empty when there is none. Raises InputError when the
    folder is not empty or cannot be written.
    """
    _prepare(out)
    with local_engine(publication, EngineLimits()) as engine:
        site = Site.open(publication, engine)
        site.descriptions.dumps.all()  # the page of the catalogue does not wait for them
        app = create_app(site, Hosts(url))
        app.register_blueprint(_absent(origin))
        try:
            return _Copy(site, asker(Client(app), url), out, url).write()
        except OSError as error:
            raise InputError(f"{error.filename or out} cannot be written: {error.strerror}.") from error


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise InputError(f"{out} is not empty.", remedy="Name a new folder for the copy, or empty this one.")
    except OSError as error:
        raise InputError(f"{out} cannot be used as a folder: {error.strerror}.") from error


def _absent(origin: str) -> Blueprint:
    """The page that links lead to when what they lead to needs a server."""
    blueprint = Blueprint("static_site", __name__, template_folder="templates")
    blueprint.add_url_rule(ABSENT, view_func=lambda: render_template("absent.html", origin=origin), endpoint="absent")
    return blueprint


class _Copy:
    """The copy while it is written."""

    def __init__(self, site: Site, ask: Callable[[str], CrawledPage], out: Path, url: str) -> None:
        self._site = site
        self._ask = ask
        self._out = out
        self._url = url
        self._files: dict[str, str] = {}
        self._pages: list[str] = []
        self._moved: dict[str, str] = {}
        self._summary = Summary(answers=browser.is_built())

    def write(self) -> Summary:
        """Write everything."""
        things = (self._site.addresses.identify(iri) for iri in self._site.things.inventory.things)
        for found in crawl(self._ask, (*_STARTS, *things), self._url):
            self._take(found)
        pages = Pages(self._files, self._url)
        for address in self._pages:
            self._save(self._files[address], self._page(pages, address).encode())
        for address, target in self._moved.items():
            self._save(self._files[address], self._moved_page(pages, address, target).encode())
        if self._summary.answers:
            for name, script in browser.scripts(self._site, self._files):
                self._save(f"{browser.FOLDER}/{name}", script)
        return self._summarised(pages)

    def _take(self, found: CrawledPage) -> None:
        """Write an answer as it is, and note its address; of a refusal and a redirect note where it leads."""
        if found.status >= 400:
            self._summary.broken[found.address] = found.status
        elif found.status >= 300:
            self._moved[found.address] = found.target
            self._files[found.address] = file_of(found.address, HTML)
        else:
            self._files[found.address] = file = file_of(found.address, found.media)
            self._save(file, found.body)
            if found.media == HTML:
                self._pages.append(found.address)

    def _page(self, pages: Pages, address: str) -> str:
        """A page with links between files, and with the program if it is one that answers."""
        text = pages.rewrite(address, (self._out / self._files[address]).read_text("utf-8"))
        if address not in ANSWERING or not self._summary.answers:
            return text
        program = pages.to(address, f"{browser.FOLDER}/{browser.PROGRAM}")
        return text.replace("</body>", f'<script src="{program}" charset="utf-8"></script>\n</body>')

    def _moved_page(self, pages: Pages, address: str, target: str) -> str:
        """A page that leads to another, since files cannot redirect."""
        link = pages.link(address, target)
        return _MOVED.format(link=link, canonical=html.escape(target))

    def _save(self, name: str, body: bytes) -> None:
        path = self._out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    def _summarised(self, pages: Pages) -> Summary:
        """What was written, by looking at the files."""
        written = [path for path in self._out.rglob("*") if path.is_file()]
        names = [path.relative_to(self._out).as_posix() for path in written]
        common = Counter(map(str.casefold, names))
        summary = self._summary
        summary.files, summary.pages = len(written), len(self._pages)
        summary.bytes = sum(path.stat().st_size for path in written)
        summary.absent = len(pages.absent - summary.broken.keys())
        summary.clashing = sorted(name for name in names if common[name.casefold()] > 1)
        return summary
