"""N3 is read as Turtle; what only N3 has is named in the fault."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accord.turtle import Fault

_ONLY_N3 = {
    "a formula": re.compile(r"[{}]"),
    "a rule or an equation": re.compile(r"=>|<=|="),
    "a variable": re.compile(r"\?\w"),
    "a path": re.compile(r"[!^](?!\^)"),
    "a quantifier": re.compile(r"@for(?:All|Some)\b"),
    "a reversed statement": re.compile(r"(?:@?is|@?of|@?has)\b|<-"),
}


def in_words(fault: Fault, text: str) -> Fault:
    """The fault with the name of what only N3 has, where that is its cause."""
    at = fault.span[0]
    for what, pattern in _ONLY_N3.items():
        if pattern.match(text, at):
            message = f"This is {what} of N3; only the part of N3 that is Turtle is read."
            return replace(fault, code="TTL-N3", message=message, remedy="Write the statements themselves in Turtle.")
    return fault
