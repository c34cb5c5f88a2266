"""A tool: what an assistant may call, with the arguments that it takes, as JSON Schema says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

TYPES: Mapping[str, tuple[type, ...]] = {"string": (str,), "integer": (int,)}
"""The types of JSON Schema that arguments have, and those of Python in which they arrive."""


class WrongArgument(Exception):
    """An argument that a tool does not take; the words say which, and what it takes."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a tool. ``most`` is the largest number, or the most characters; ``choices`` are all values."""

    name: str
    says: str
    type: str = "string"
    required: bool = False
    choices: tuple[str, ...] = ()
    most: int = 20_000

    def schema(self) -> dict[str, Any]:
        """The argument as JSON Schema has it."""
        shown: dict[str, Any] = {"type": self.type, "description": self.says}
        if self.choices:
            return {**shown, "enum": list(self.choices)}
        return {
            **shown,
            **({"maxLength": self.most} if self.type == "string" else {"minimum": 1, "maximum": self.most}),
        }

    def require(self, value: Any) -> None:
        """Raise WrongArgument unless the argument takes a value."""
        if not isinstance(value, TYPES[self.type]) or isinstance(value, bool):
            raise WrongArgument(f"The argument {self.name} is {self.type}. Fix: {self.says}")
        if self.choices and value not in self.choices:
            raise WrongArgument(f"The argument {self.name} is one of {', '.join(self.choices)}.")
        if isinstance(value, str) and len(value) > self.most:
            raise WrongArgument(f"The argument {self.name} has at most {self.most:,} characters.")
        if isinstance(value, int) and not 1 <= value <= self.most:
            raise WrongArgument(f"The argument {self.name} is a number from 1 to {self.most}.")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that reads and changes nothing. ``work`` gets the arguments, all of which fit, and returns the answer."""

    name: str
    title: str
    says: str
    arguments: tuple[Argument, ...]
    work: Callable[[Mapping[str, Any]], str]

    def described(self) -> dict[str, Any]:
        """The tool as ``tools/list`` has it."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.says,
            "inputSchema": {
                "type": "object",
                "properties": {one.name: one.schema() for one in self.arguments},
                "required": [one.name for one in self.arguments if one.required],
                "additionalProperties": False,
            },
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }

    def call(self, arguments: Mapping[str, Any]) -> str:
        """The answer of the tool. Raises WrongArgument, or the AccordError of the work."""
        known = {one.name: one for one in self.arguments}
        for name, value in arguments.items():
            if name not in known:
                raise WrongArgument(f"{self.name} has no argument {name[:80]!r}. It takes: {', '.join(known)}.")
            known[name].require(value)
        for one in self.arguments:
            if one.required and one.name not in arguments:
                raise WrongArgument(f"{self.name} needs the argument {one.name}. Fix: {one.says}")
        return self.work(arguments)
