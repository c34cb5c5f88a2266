"""Forms for pages, made where the shapes can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from accord.forms.controls import FormMaker
from accord.publication import Publication, SourceFile

_ready: list[tuple[Sequence[SourceFile], FormMaker]] = []
"""The files of the publication that was prepared for, and what makes its forms."""


def prepare(publication: Publication) -> None:
    """Read the statements that forms are made of, for processes that fork off this one.

    Raises UsageError when the shapes cannot be read.
    """
    _ready.clear()
    maker = FormMaker(publication)
    maker.kinds()
    _ready.append((publication.files, maker))


def maker_of(publication: Publication) -> FormMaker:
    """What makes the forms of a publication."""
    return next((maker for files, maker in _ready if files is publication.files), None) or FormMaker(publication)


def kinds_task(publication: Publication, _: Any) -> list[tuple[str, str, str]]:
    """The kinds of things that have a form: IRI, name and definition."""
    return maker_of(publication).kinds()


def form_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The form of a class (an IRI)."""
    return asdict(maker_of(publication).form(str(request)))
