"""Turtle, TriG, N-Triples and N-Quads 1.1 with the place of every term and every mistake in one run."""

from __future__ import annotations

from accord.turtle.decoding import decode, shown
from accord.turtle.document import Block, Document, Fault, Limits, Span, Triple
from accord.turtle.reader import Language, read

__all__ = ["Block", "Document", "Fault", "Language", "Limits", "Span", "Triple", "decode", "read", "shown"]
