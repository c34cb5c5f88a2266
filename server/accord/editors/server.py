"""Requests of an editor about its open files, and the answers.

A file is checked as it is typed, as ``accord check`` checks it, in a confined process that forks off this one; the
publication is read again when a file is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from accord import __version__, turtle
from accord.duplicates import new_things
from accord.editors.messages import Pipe
from accord.editors.places import characters, lines_of, range_of, term_at, units, word_before
from accord.editors.terms import MOST, DescribedTerm, DescribedTerms
from accord.errors import AccordError
from accord.publication import Publication, SourceFile
from accord.publication.files.nearest import publication_of
from accord.validation import Finding, check_sandboxed, checking

_PAUSE = 0.3
"""Seconds without a message after which a changed file is checked: a pause in typing."""
_SECONDS, _MEGABYTES = 10.0, 2048
"""The time and the memory (MiB) of a check, as on a site."""
_SEVERITIES = {"violation": 1, "warning": 2, "info": 3}
_KINDS = {"class": 7, "property": 10, "thing": 18}
_PREFIX = 9
_NO_METHOD, _WRONG, _ENDED, _TOO_SOON = -32601, -32602, -32600, -32002
_CAPABILITIES = {
    "textDocumentSync": {"openClose": True, "change": 1, "save": True},
    "completionProvider": {"triggerCharacters": [":"]},
    "hoverProvider": True,
    "definitionProvider": True,
}


class LanguageServer:
    """A conversation with one editor. ``root`` is the publication, where it is not that of each file."""

    def __init__(self, pipe: Pipe, root: Path | None = None) -> None:
        self._pipe = pipe
        self._root = root
        self._folder: Path | None = None
        self._is_ready = False
        self._texts: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self._changed: dict[str, None] = {}
        self._read: tuple[Path, Publication, DescribedTerms] | None = None
        self._is_ending = False
        self._methods: Mapping[str, Callable[[Any], Any]] = {
            "initialize": self._initialize,
            "shutdown": self._shutdown,
            "textDocument/didOpen": lambda given: self._keep(given, given["textDocument"]["text"]),
            "textDocument/didChange": lambda given: self._keep(given, given["contentChanges"][-1]["text"]),
            "textDocument/didSave": self._saved,
            "textDocument/didClose": self._close,
            "textDocument/completion": self._complete,
            "textDocument/hover": self._hover,
            "textDocument/definition": self._define,
        }

    def run(self) -> int:
        """Answer until the editor ends the conversation; the exit code that the protocol asks for."""
        while True:
            if self._changed and not self._pipe.has_more(_PAUSE):
                self._check(next(iter(self._changed)))
                continue
            message = self._pipe.receive()
            if message is None or message.get("method") == "exit":
                return 0 if self._is_ending else 1
            self._answer(message)

    def _answer(self, message: Mapping[str, Any]) -> None:
        """Answer a request, or take note of a notification."""
        id, name = message.get("id"), str(message.get("method"))
        method = self._methods.get(name)
        if not self._is_ready and name != "initialize":
            return self._refuse(id, _TOO_SOON, "The first request is initialize.")
        if self._is_ending:
            return self._refuse(id, _ENDED, "The conversation has ended.")
        if method is None:
            return self._refuse(id if "method" in message else None, _NO_METHOD, "There is no such method here.")
        try:
            result = method(message.get("params") or {})
        except AccordError as error:
            self._pipe.send({"method": "window/logMessage", "params": {"type": 1, "message": str(error)}})
            result = None
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return self._refuse(id, _WRONG, "The parameters of this are not right.")
        if id is not None:
            self._pipe.send({"id": id, "result": result})

    def _refuse(self, id: Any, code: int, message: str) -> None:
        """Answer a request with an error; a notification, which has no ``id``, has no answer."""
        if id is not None:
            self._pipe.send({"id": id, "error": {"code": code, "message": message}})

    def _initialize(self, given: Any) -> Any:
        """Take note of the folder that is open, for files that are in no publication."""
        folders = [one["uri"] for one in given.get("workspaceFolders") or ()]
        folder = next(iter(folders), given.get("rootUri"))
        self._folder = _path(folder) if folder else None
        self._is_ready = True
        return {"capabilities": _CAPABILITIES, "serverInfo": {"name": "accord", "version": __version__}}

    def _shutdown(self, _: Any) -> None:
        self._is_ending = True

    def _keep(self, given: Any, text: str) -> None:
        uri = given["textDocument"]["uri"]
        self._texts[uri] = text
        self._versions[uri] = given["textDocument"]["version"]
        self._changed[uri] = None

    def _saved(self, given: Any) -> None:
        self._read = None
        self._changed |= dict.fromkeys(self._texts)

    def _close(self, given: Any) -> None:
        uri = given["textDocument"]["uri"]
        for known in (self._texts, self._changed, self._versions):
            known.pop(uri, None)
        self._publish(uri, [])

    def _check(self, uri: str) -> None:
        """Check a file as it is in the editor, and send what is found."""
        del self._changed[uri]
        text, path = self._texts[uri], _path(uri)
        try:
            publication, _ = self._publication(path)
            file = SourceFile(str(path), ("data",), text.encode("utf-8", "surrogatepass"))
            limits = {"seconds": _SECONDS, "megabytes": _MEGABYTES}
            report = check_sandboxed(publication, [file], also=[new_things], **limits)  # type: ignore[arg-type]
        except AccordError as error:
            self._pipe.send({"method": "window/logMessage", "params": {"type": 1, "message": str(error)}})
            return
        lines = lines_of(text)
        own = [one for one in report.findings if one.place and one.place.file == str(path)]
        self._publish(uri, [_diagnostic(one, lines) for one in own])

    def _publish(self, uri: str, diagnostics: list[dict[str, Any]]) -> None:
        params: dict[str, Any] = {"uri": uri, "diagnostics": diagnostics}
        if uri in self._versions:
            params["version"] = self._versions[uri]
        self._pipe.send({"method": "textDocument/publishDiagnostics", "params": params})

    def _publication(self, path: Path) -> tuple[Publication, DescribedTerms]:
        """The publication of a file, read when it is first asked for, and after a file was saved."""
        around = self._folder if self._folder and path.is_relative_to(self._folder) else path.parent
        root = self._root or publication_of(path) or around
        if self._read is None or self._read[0] != root:
            publication = Publication.read(root)
            checking.prepare(publication)
            self._read = root, publication, DescribedTerms(publication)
        return self._read[1:]

    def _at(self, given: Any) -> tuple[str, int, DescribedTerms, dict[str, str]]:
        """The line and the column of a position, the terms of the publication, and the prefixes of the file."""
        uri, position = given["textDocument"]["uri"], given["position"]
        text = self._texts.get(uri, "")
        lines = lines_of(text)
        line = lines[position["line"]] if position["line"] < len(lines) else ""
        _, terms = self._publication(_path(uri))
        return line, characters(line, position["character"]), terms, dict(turtle.read(text).prefixes)

    def _complete(self, given: Any) -> Any:
        line, column, terms, declared = self._at(given)
        typed, before = word_before(line, column)
        found = terms.completions(typed, declared, only_classes=before in ("a", "rdf:type"))
        start = {"line": given["position"]["line"], "character": units(line, column - len(typed))}
        where = {"start": start, "end": given["position"]}
        some = list(islice(found, MOST + 1))
        return {"isIncomplete": len(some) > MOST, "items": [_item(one, terms, typed, where) for one in some[:MOST]]}

    def _hover(self, given: Any) -> Any:
        line, column, terms, declared = self._at(given)
        term = terms.meant(term_at(line, column), declared)
        if term is None:
            return None
        parts = [term.label, term.definition, f"{term.kind} {term.iri}, in {term.path}"]
        return {"contents": {"kind": "plaintext", "value": "\n\n".join(filter(None, parts))}}

    def _define(self, given: Any) -> Any:
        line, column, terms, declared = self._at(given)
        term = terms.meant(term_at(line, column), declared)
        found = terms.place(term) if term else None
        if found is None:
            return None
        publication, _ = self._publication(_path(given["textDocument"]["uri"]))
        file, place = found
        lines = lines_of(file.data.decode("utf-8", "replace"))
        return {"uri": (publication.root / file.path).resolve().as_uri(), "range": range_of(place, lines)}


def _path(uri: str) -> Path:
    """The path of a file of the editor; a file that was never saved is in the current folder."""
    parts = urlsplit(uri)
    return Path(unquote(parts.path)) if parts.scheme == "file" else Path("untitled.ttl").resolve()


def _diagnostic(finding: Finding, lines: list[str]) -> dict[str, Any]:
    """A finding as editors show it."""
    assert finding.place is not None, "only findings with a place are shown"
    message = f"{finding.message}\nFix: {finding.remedy}" if finding.remedy else finding.message
    return {
        "range": range_of(finding.place, lines),
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "source": "accord",
        "message": message,
    }


def _item(one: DescribedTerm | str, terms: DescribedTerms, typed: str, where: Any) -> dict[str, Any]:
    """A proposal for what is typed, which takes its place."""
    if isinstance(one, str):
        return {"label": one, "kind": _PREFIX, "filterText": typed, "textEdit": {"range": where, "newText": one}}
    written = terms.written(one.iri)
    return {
        "label": written,
        "kind": _KINDS[one.kind],
        "detail": one.label,
        "documentation": one.definition,
        "filterText": written if ":" in typed else f"{typed} {one.label}",
        "textEdit": {"range": where, "newText": written},
    }
