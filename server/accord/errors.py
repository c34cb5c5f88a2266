"""The few kinds of errors, each with a message, and a place where there is one.

Every error that a person may see is an :class:`AccordError`: it says what happened, where, and how to fix it.
The command line turns it into an exit code and the web into a problem page (RFC 9457), each in exactly one place.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A range of a string.

    Lines and columns count from 1 and columns count Unicode code points; the end is exclusive, as in LSP and SARIF.
    ``file`` is the path as the user wrote it, or empty for a string without a file (a query, a pasted contribution).
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """``file:line:column``, the form that terminals and editors turn into a link."""
        return ":".join(part for part in (self.file, str(self.line), str(self.column)) if part)


class AccordError(Exception):
    """An error: what happened (``message``), where (``place``), and how to fix it (``remedy``)."""

    def __init__(self, message: str, *, place: Place | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = ""
        if self.place:
            where = f"{self.place}: " if self.place.file else f"Line {self.place.line}, column {self.place.column}: "
        return f"{where}{self.message}" + (f"\n  Fix: {self.remedy}" if self.remedy else "")


class InputError(AccordError):
    """A folder or file that cannot be read, or is not a publication (exit code 2)."""


class UsageError(AccordError):
    """Wrong arguments, or broken shapes (exit code 3)."""


class MissingExtra(AccordError):
    """An optional library is needed and not installed (HTTP 501)."""


class InvalidError(AccordError):
    """The publication breaks its own shapes, and ``--allow-invalid`` is not set (exit code 1)."""


class QueryError(AccordError):
    """A query that is not SPARQL 1.1, or that the endpoint does not answer (HTTP 400)."""

    def __init__(self, message: str, *, place: Place | None = None, remedy: str = "", token: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.token = token


class ForbiddenError(QueryError):
    """A query that would write, or call a service that is not allowed (HTTP 403)."""


class LimitError(AccordError):
    """A published limit was hit (exit code 4).

    ``limit`` is the setting's name, ``value`` its value, ``status`` the HTTP status that fits it, and
    ``retry_after`` the seconds after which another try makes sense, if it does.
    """

    def __init__(
        self,
        message: str,
        *,
        limit: str,
        value: float,
        status: int = 400,
        retry_after: int | None = None,
        place: Place | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.limit = limit
        self.value = value
        self.status = status
        self.retry_after = retry_after


class EngineError(AccordError):
    """The query engine does not answer or failed by itself; another try may help (HTTP 503)."""


class NotReadyError(EngineError):
    """Something is still being prepared; another try will help (HTTP 503)."""


class UpstreamError(EngineError):
    """Another server that answers queries for this one cannot be reached or fails (HTTP 502)."""
