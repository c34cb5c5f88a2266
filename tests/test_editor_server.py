"""An editor and the language server speak over a pipe: findings, completion, meaning, and where a term is described."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accord.editors.messages import Pipe
from accord.editors.places import characters, term_at, units, word_before
from accord.errors import InputError
from places import ROOT, TINY

URI = (TINY / "data/lights/skerry.ttl").as_uri()
TEXT = (TINY / "data/lights/skerry.ttl").read_text()


class Editor:
    """What an editor does with the server."""

    def __init__(self, program: subprocess.Popen[bytes]) -> None:
        assert program.stdin
        assert program.stdout
        self._pipe = Pipe(program.stdout.fileno(), program.stdin.fileno())
        self._number = 0

    def tell(self, method: str, **params: Any) -> None:
        self._pipe.send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._pipe.send({"id": self._number, "method": method, "params": params})
        answer = self.until(lambda message: "id" in message)
        assert answer["id"] == self._number, "nothing else is answered, such as a notification"
        return answer

    def until(self, fits: Any) -> Any:
        while True:
            message = self._pipe.receive()
            assert message is not None, "the server has ended"
            if fits(message):
                return message

    def findings(self) -> list[Any]:
        found = self.until(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        return list(found["params"]["diagnostics"])

    def at(self, method: str, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", textDocument={"uri": URI}, position=position)["result"]


@contextmanager
def editing(text: str) -> Iterator[Editor]:
    """A server with an open file."""
    command = [sys.executable, "-m", "accord", "lsp"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as program:
        editor = Editor(program)
        capabilities = editor.ask("initialize", processId=None, rootUri=None, capabilities={})["result"]["capabilities"]
        assert capabilities["hoverProvider"]
        editor.tell("initialized")
        editor.tell(
            "textDocument/didOpen", textDocument={"uri": URI, "languageId": "turtle", "version": 1, "text": text}
        )
        yield editor
        assert editor.ask("shutdown")["result"] is None
        editor.tell("exit")
        assert program.wait(60) == 0


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n")


def test_findings_follow_what_is_typed() -> None:
    with editing(TEXT) as editor:
        assert [one for one in editor.findings() if one["severity"] == 1] == []
        wrong = TEXT.replace("a light:Lighthouse", "a light:Lighthose", 1)
        change = [{"text": wrong}]
        editor.tell("textDocument/didChange", textDocument={"uri": URI, "version": 2}, contentChanges=change)
        (found,) = [one for one in editor.findings() if one["code"] == "TERM-CLASS"]
        line = line_of(wrong, "light:Lighthose")
        column = wrong.splitlines()[line].index("light:Lighthose")
        assert found["range"]["start"] == {"line": line, "character": column}
        assert "Fix: " in found["message"]
        assert found["source"] == "accord"
        editor.tell("textDocument/didClose", textDocument={"uri": URI})
        assert editor.findings() == []


def test_words_are_completed_explained_and_found() -> None:
    text = TEXT + "\nid:x a light:Lig\n    ; light:st\n    ; light:standsOn Branno\n    ; li\n"
    last = text.count("\n")
    with editing(text) as editor:
        classes = editor.at("completion", last - 4, len("id:x a light:Lig"))["items"]
        assert [one["label"] for one in classes] == ["light:Lighthouse"]
        assert classes[0]["textEdit"]["range"]["start"] == {"line": last - 4, "character": len("id:x a ")}
        properties = editor.at("completion", last - 3, len("    ; light:st"))["items"]
        assert "light:standsOn" in [one["label"] for one in properties]
        things = editor.at("completion", last - 2, len("    ; light:standsOn Branno"))["items"]
        assert "id:brannoc-bay" in [one["textEdit"]["newText"] for one in things]
        prefixes = editor.at("completion", last - 1, len("    ; li"))["items"]
        assert "light:" in [one["label"] for one in prefixes]
        line = line_of(text, "a light:Lighthouse")
        column = text.splitlines()[line].index("light:Lighthouse") + 3
        assert "lighthouse" in editor.at("hover", line, column)["contents"]["value"]
        where = editor.at("definition", line, column)
        assert where["uri"].startswith((TINY / "ontology").as_uri())
        assert editor.at("hover", last, 0) is None


def test_what_the_server_does_not_know_is_an_error_and_no_end() -> None:
    with editing(TEXT) as editor:
        assert editor.ask("textDocument/rename")["error"]["code"] == -32601
        assert editor.ask("textDocument/hover", textDocument=1)["error"]["code"] == -32602
        editor.tell("$/cancelRequest", id=1)
        assert editor.at("hover", 100_000, 0) is None


@pytest.mark.parametrize(
    "sent",
    [
        b"x" * 5_000,
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: 2\r\n\r\n{]",
        b"Content-Length: 2\r\n\r\n[]",
        b"Content-Length: 99999999\r\n\r\n",
    ],
)
def test_what_is_no_message_is_refused(sent: bytes, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(sent)
    with open(tmp_path / "sent", "rb") as file, pytest.raises(InputError):
        Pipe(file.fileno(), 1).receive()


def test_a_pipe_reads_several_messages_and_ends(tmp_path: Path) -> None:
    data = json.dumps({"id": 1}).encode()
    (tmp_path / "sent").write_bytes(2 * (b"Content-Length: %d\r\n\r\n" % len(data) + data))
    with open(tmp_path / "sent", "rb") as file:
        pipe = Pipe(file.fileno(), 1)
        assert [pipe.receive(), pipe.has_more(0), pipe.receive(), pipe.receive()] == [{"id": 1}, True, {"id": 1}, None]


def test_columns_are_counted_in_units_of_utf_16() -> None:
    line = 'x:s x:p "𝄞 é" .'
    assert (units(line, 10), characters(line, 11)) == (11, 10)
    assert term_at("id:a <http://x/b> .", 6) == "<http://x/b>"
    assert term_at("id:a.", 2) == "id:a"
    assert word_before("id:x a light:Lig", 16) == ("light:Lig", "a")


_SYNC = {"dynamicRegistration": True, "willSave": True, "willSaveWaitUntil": True, "didSave": True}
CLIENTS: dict[str, dict[str, Any]] = {
    "Visual Studio Code": {
        "workspace": {"applyEdit": True, "configuration": True, "workspaceFolders": True, "diagnostics": {}},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": True, "versionSupport": False, "dataSupport": True},
            "synchronization": _SYNC,
            "completion": {"contextSupport": True, "completionItem": {"snippetSupport": True}},
            "hover": {"dynamicRegistration": True, "contentFormat": ["markdown", "plaintext"]},
            "definition": {"dynamicRegistration": True, "linkSupport": True},
        },
        "general": {"positionEncodings": ["utf-16"], "staleRequestSupport": {"cancel": True}},
    },
    "Neovim": {
        "workspace": {"configuration": True, "workspaceFolders": True, "semanticTokens": {"refreshSupport": True}},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}},
            "synchronization": {**_SYNC, "dynamicRegistration": False},
            "hover": {"dynamicRegistration": True, "contentFormat": ["markdown", "plaintext"]},
        },
        "general": {"positionEncodings": ["utf-8", "utf-16", "utf-32"]},
        "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    },
}
"""What two editors say that they can, shortened, with what they send around it."""


@pytest.mark.parametrize("client", CLIENTS)
def test_editors_are_answered_as_the_protocol_says(client: str) -> None:
    command, environment = [sys.executable, "-m", "accord", "lsp"], {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as program:
        editor, folder = Editor(program), {"uri": TINY.as_uri(), "name": "lights"}
        assert editor.ask("textDocument/hover")["error"]["code"] == -32002, "before initialize"
        about = {"processId": os.getpid(), "clientInfo": {"name": client}, "locale": "en", "trace": "off"}
        answer = editor.ask(
            "initialize", capabilities=CLIENTS[client], rootUri=folder["uri"], workspaceFolders=[folder], **about
        )
        assert "positionEncoding" not in answer["result"]["capabilities"], "columns are in UTF-16, which all can"
        editor.tell("initialized")
        editor.tell("$/setTrace", value="off")
        editor.tell("workspace/didChangeConfiguration", settings={})
        document = {"uri": URI, "languageId": "turtle", "version": 7, "text": TEXT}
        editor.tell("textDocument/didOpen", textDocument=document)
        found = editor.until(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        assert found["params"]["version"] == 7
        editor.tell("textDocument/didChange", textDocument=1)
        assert editor.ask("shutdown")["result"] is None, "and the wrong notification is not answered"
        assert editor.ask("textDocument/hover")["error"]["code"] == -32600, "after shutdown"
        editor.tell("exit")
        assert program.wait(60) == 0
