"""Errors of proposals and decisions."""

from __future__ import annotations

from accord.errors import AccordError, Place
from accord.validation.findings import Report


class MissingVersion(AccordError):
    """A change does not say which version it was made from (HTTP 428)."""


class Stale(AccordError):
    """A change was made from a version that is no longer current (HTTP 412). ``changed`` says what changed since."""

    def __init__(self, message: str, *, place: Place | None = None, remedy: str = "", changed: tuple[str, ...] = ()):
        super().__init__(message, place=place, remedy=remedy)
        self.changed = changed


class NotAllowed(AccordError):
    """The person may not do this (HTTP 403)."""


class NoProposal(AccordError):
    """There is no such proposal (HTTP 404)."""


class NotOpen(AccordError):
    """The proposal was decided on already, or was not accepted (HTTP 409)."""


class DoesNotConform(AccordError):
    """The publication would break its rules with this change (HTTP 422). ``report`` has the findings."""

    def __init__(self, message: str, report: Report, *, remedy: str = ""):
        super().__init__(message, remedy=remedy)
        self.report = report
