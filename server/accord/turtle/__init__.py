"""Turtle 1.1 with the place of every term and every mistake in one run."""

from __future__ import annotations

from accord.turtle.decoding import decode
from accord.turtle.document import Document, Fault, Limits, Span, Triple
from accord.turtle.reader import read

__all__ = ["Document", "Fault", "Limits", "Span", "Triple", "decode", "read"]
