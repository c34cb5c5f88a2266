"""Checking a publication, or a contribution to it: every mistake in one run, at its place, in plain words.

Read ``checking`` first (the order of a check), then ``stages`` (where a new check goes) and ``findings``. ``shacl`` has
the shapes, ``words`` the sentences, ``root_causes`` what is left out as the effect of another mistake.
``contributions`` runs a check in a confined process, ``verdicts`` remembers it, and ``reports`` writes it.

What checks is imported when it is first used: rdflib and the rest take 0.3 s, and a command that only names the formats
of a report should not wait for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from accord.validation.findings import SEVERITIES, Finding, Report, Severity

if TYPE_CHECKING:
    from accord.validation.checking import check
    from accord.validation.contributions import check_sandboxed
    from accord.validation.verdicts import verdict

_HOMES = {"check": "checking", "check_sandboxed": "contributions", "verdict": "verdicts"}
"""Each function that is imported late, with its module."""

__all__ = ["SEVERITIES", "Finding", "Report", "Severity", "check", "check_sandboxed", "verdict"]


def __getattr__(name: str) -> Any:
    """A function of ``_HOMES`` (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
