"""Forms for pages, made where the shapes can be read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from accord.forms.controls import FormMaker
from accord.publication import Publication


def kinds_task(publication: Publication, _: Any) -> list[tuple[str, str, str]]:
    """The kinds of things that have a form: IRI, name and definition."""
    return FormMaker(publication).kinds()


def form_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The form of a class (an IRI)."""
    return asdict(FormMaker(publication).form(str(request)))
