"""Whether the queries inside shapes may be run: they pass the guard of the endpoint, and reach nothing outside."""

from __future__ import annotations

from accord.errors import AccordError
from accord.limits import QueryLimits
from accord.sparql.guard import inspect

_REMEDY = "Ask the publication alone: leave out SERVICE and FROM."


def refusal(text: str) -> tuple[str, str]:
    """Why the text of a ``sh:select`` or ``sh:ask`` is not run, and the remedy; nothing when it may be or is empty.

    The guard lets ``SERVICE SILENT`` pass, since the endpoint answers it without a connection. Shapes are run by other
    engines too, so here any word with SERVICE in it is refused.
    """
    if not text.strip():
        return "", ""
    try:
        seen = inspect(text, QueryLimits())
    except AccordError as error:
        return f"The query of a shape is refused: {error.message}", error.remedy
    if seen.has_service:
        return "The query of a shape cannot call a service.", _REMEDY
    if seen.from_graphs:
        return "The query of a shape cannot name its graphs.", _REMEDY
    return "", ""
