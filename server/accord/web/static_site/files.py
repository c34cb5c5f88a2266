"""The file of each address of a copy, and links between files."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

from accord.web.static_site.crawling import ABSENT, HTML, below

_LONGEST = 240
"""Bytes of a part of a path: file systems allow 255, and a suffix may follow."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
"""Characters that the file systems of Windows and of memory sticks do not have in names."""

_LINK = re.compile(r'(<link rel="canonical"[^>]* )?\b(href|src|action)="([^"]*)"')
"""A link. The address for search engines (canonical) is whole, wherever the page is read."""
_HEAD_LINK = re.compile(r'  <link rel="(?!canonical)[^>]*href="([^"]*)"[^>]*>\n?')
_LANGUAGES = re.compile(r'<details class="languages">.*?</details>\n?', re.DOTALL)
"""The menu of languages: a copy is in that of the publication."""
_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"')
ANSWERING = ("/search", "/sparql")
"""Paths of the pages that answer in the browser what is asked after the ``?`` of their address."""


def file_of(address: str, media: str) -> str:
    """The file of an address below the folder of the copy: ``/doc/x`` is ``doc/x.html``, ``/`` is ``index.html``.

    What follows a ``?`` becomes a hash, and so does a path that cannot be the name of a file everywhere.
    """
    path, _, query = address.partition("?")
    name = unquote(path.removeprefix("/")) or "index"
    stem, dot, suffix = name.rpartition(".")
    if query:
        name = f"{stem if dot else name}/{_hash(query)}{dot}{suffix if dot else ''}"
    if not _is_safe(name):
        name = f"other/{_hash(address)}{dot}{suffix if dot and suffix.isalnum() else ''}".rstrip(".")
    return f"{name}.html" if media == HTML and not name.endswith(".html") else name


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not _UNSAFE.search(name) and all(
        part not in ("", ".", "..") and len(part.encode()) <= _LONGEST and not part.endswith((".", " "))
        for part in parts
    )


@dataclass(slots=True)
class Pages:
    """Rewrites pages: links lead to files of the copy, and forms that need a server become a sentence.

    ``files`` has the file of each address, ``root`` is the address of the site, and ``absent`` collects the
    addresses that pages link to and the copy does not have.
    """

    files: Mapping[str, str]
    root: str
    absent: set[str] = field(default_factory=set)

    def rewrite(self, address: str, text: str) -> str:
        """The page of an address as it is in the copy."""
        text = _LANGUAGES.sub("", text)
        text = _FORM.sub(lambda form: self._form(address, form[0]), text)
        text = _HEAD_LINK.sub(lambda link: link[0] if self._is_there(address, html.unescape(link[1])) else "", text)

        def changed(link: re.Match[str]) -> str:
            target = html.unescape(link[3])
            if link[1]:
                return f'{link[1]}href="{html.escape(urljoin(self.root + address, target))}"'
            return f'{link[2]}="{self.link(address, target)}"'

        return _LINK.sub(changed, text)

    def to(self, address: str, target: str) -> str:
        """A relative link from the file of one address to a file."""
        return quote(posixpath.relpath(target, posixpath.dirname(self.files[address]) or "."), safe="/!$'()*+,;=@-._~")

    def _form(self, address: str, form: str) -> str:
        action = _ACTION.match(form)
        path = below(urljoin(self.root + address, html.unescape(action[1]) if action else ""), self.root)
        if path in ANSWERING and path in self.files:
            return form
        return '<p class="quiet">A form for choices is here on the site. This copy has no server to send it to.</p>'

    def _is_there(self, address: str, link: str) -> bool:
        target = below(urljoin(self.root + address, link), self.root)
        return not target or target in self.files

    def link(self, address: str, link: str) -> str:
        """A link on the page of an address as it is in the copy, escaped for an attribute."""
        whole = urljoin(self.root + address, link)
        target, fragment = below(whole, self.root), urlsplit(whole).fragment
        if not target or link.startswith("#"):
            return html.escape(link)
        path, _, query = target.partition("?")
        if target in self.files:
            query = ""
        elif path not in ANSWERING or path not in self.files:
            self.absent.add(target)
            path, query, fragment = ABSENT, "", ""
        found = self.to(address, self.files[path if path in (*ANSWERING, ABSENT) else target])
        return html.escape(found + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else ""))
