"""What belongs to other programs and people: marks of git and of Markdown, and dots for what was left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accord.turtle.document import Fault, Span


def conflict(span: Span) -> Fault:
    """A line that git left where two versions of the file differ."""
    return Fault("TTL-CONFLICT", "This line marks a merge conflict that was not resolved.", span, "Choose a version.")


def fence(span: Span) -> Fault:
    """A line that begins or ends a block of code where the file was part of a page or of a chat."""
    return Fault("TTL-FENCE", "This line belongs to Markdown, not to the file.", span, "Delete this line.")


def ellipsis(span: Span) -> Fault:
    """Three dots where somebody, or a chat, left something out."""
    return Fault("TTL-SYNTAX", "Three dots say nothing in Turtle.", span, "Write what they are for, or delete them.")


FOREIGN: Mapping[str, Callable[[Span], Fault]] = {"conflict": conflict, "fence": fence, "ellipsis": ellipsis}
"""What is reported and left out, by the kind of its token."""
