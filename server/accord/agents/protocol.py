"""The part of the Model Context Protocol that a server of tools without sessions needs: JSON-RPC 2.0, four methods.

One message is read and answered at a time, whatever it comes over: lines of a pipe, or requests of HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accord import __version__
from accord.agents.tools import Tool, WrongArgument
from accord.errors import AccordError
from accord.strict_json import NotJson, parse_json

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
"""The versions of the protocol that are spoken, the newest first; each has these methods in the same form."""

PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
"""The codes of JSON-RPC 2.0 for what is no JSON, no request, no method of this server, and no fitting parameters."""

Reply = dict[str, Any]


class RefusedMessage(Exception):
    """A message that gets an error of JSON-RPC."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class ToolServer:
    """Answers messages with tools. ``instructions`` tell an assistant what is here and how to ask for it."""

    name: str
    title: str
    instructions: str
    tools: Sequence[Tool]

    def answer_text(self, text: bytes | str) -> Reply | None:
        """The reply to a message in JSON; None for what needs none."""
        try:
            message = parse_json(text)
        except NotJson as error:
            return _error(None, PARSE_ERROR, str(error))
        return self.answer(message)

    def answer(self, message: Any) -> Reply | None:
        """The reply to a message; None for a notification, and for a reply to what was never asked."""
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            return _error(None, INVALID_REQUEST, 'A message is one object with jsonrpc: "2.0".')
        if "method" not in message and ("result" in message or "error" in message):
            return None
        number, method, parameters = message.get("id"), message.get("method"), message.get("params", {})
        if not isinstance(method, str) or isinstance(number, dict | list | bool):
            return _error(None, INVALID_REQUEST, "A request has a method, and an id that is a string or a number.")
        if "id" not in message:
            return None
        try:
            if not isinstance(parameters, dict):
                raise RefusedMessage(INVALID_PARAMS, "The params are an object.")
            return {"jsonrpc": "2.0", "id": number, "result": self._result(method, parameters)}
        except RefusedMessage as error:
            return _error(number, error.code, str(error))

    def _result(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        if method == "initialize":
            return self._initialized(parameters)
        if method == "ping":
            return {}
        if method == "tools/list":
            return {"tools": [tool.described() for tool in self.tools]}
        if method == "tools/call":
            return self._called(parameters)
        raise RefusedMessage(NO_METHOD, f"There is no method {method[:80]!r} here.")

    def _initialized(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        asked = parameters.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
            "capabilities": {"tools": {"listChanged": False}},
            "serverInfo": {"name": self.name, "title": self.title, "version": __version__},
            "instructions": self.instructions,
        }

    def _called(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of a tool. Wrong arguments get an answer too, which says how to correct them."""
        name, arguments = parameters.get("name"), parameters.get("arguments") or {}
        tool = next((one for one in self.tools if one.name == name), None)
        if tool is None or not isinstance(arguments, dict):
            offered = ", ".join(one.name for one in self.tools)
            raise RefusedMessage(
                INVALID_PARAMS, f"There is no such tool, or its arguments are not an object. Tools: {offered}."
            )
        try:
            text, failed = tool.call(arguments), False
        except WrongArgument as error:
            text, failed = str(error), True
        except AccordError as error:
            text, failed = " ".join(str(error).split()), True
        return {"content": [{"type": "text", "text": text}], "isError": failed}


def _error(number: Any, code: int, message: str) -> Reply:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}
