"""The context of the publication's JSON-LD, at its own address."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from accord.formats import JSON_LD
from accord.web.responses import Page, answer
from accord.web.site import current

blueprint = Blueprint("context", __name__)


@blueprint.get("/context.jsonld")
def context() -> Response:
    """The names that JSON-LD uses here: all prefixes, and the terms of the ontology with the types of their values.

    :produces: JSON_LD
    """
    site = current()
    page = Page("/context", f"{site.publication.settings.base}context.jsonld", (JSON_LD,))
    names = site.things.documents.context.whole()
    return answer(site, page, lambda _: json.dumps(names, ensure_ascii=False, indent=1).encode() + b"\n", JSON_LD)
