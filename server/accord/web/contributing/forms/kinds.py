"""The kinds of things that have a form, and their forms, which are made where the shapes can be read."""

from __future__ import annotations

import json
from typing import Any

from flask import abort

from accord.forms.controls import Form
from accord.names import slug_of
from accord.web.contributing.forms.answers import FormNames
from accord.web.responses.cache import CachedAnswer, cache
from accord.web.site import Site


def forms_of(site: Site) -> list[dict[str, str]]:
    """The kinds that have a form: ``iri``, ``name``, ``definition`` and ``slug``, the last step of its address."""
    kinds = kept_answer(site, "kinds", None)
    found: dict[str, dict[str, str]] = {}
    for iri, name, definition in kinds:
        found.setdefault(slug_of(name), {"iri": iri, "name": name, "definition": definition, "slug": slug_of(name)})
    return list(found.values())


def form_named(site: Site, kind: str) -> Form:
    """The form of a kind by the slug of its name; 404 for none."""
    iri = next((one["iri"] for one in forms_of(site) if one["slug"] == kind), None)
    if iri is None:
        abort(404, f"There is no form for {kind[:60]!r}. The page /contribute lists the kinds.")
    return form_of(site, iri)


def form_of(site: Site, iri: str) -> Form:
    """The form of a class."""
    return Form.of(kept_answer(site, "form", iri))


def kept_answer(site: Site, task: str, request: Any) -> Any:
    """The answer of a task that depends on the publication only, from the cache."""
    key = ("task", task, request, site.publication.version)
    kept = cache().get(key)
    if kept is None:
        kept = cache().put(key, CachedAnswer(json.dumps(site.checker.run(task, request)).encode()))
    return json.loads(kept.body)


def names_of(site: Site) -> FormNames:
    """The names of the fields of forms."""
    return FormNames(site.publication.settings.prefixes)
