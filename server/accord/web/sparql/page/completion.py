"""The view of suggestions: what a word in a query may become, for the editor and for other clients."""

from __future__ import annotations

import json
from dataclasses import asdict
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from accord.errors import QueryError
from accord.formats import PLAIN_JSON, Format
from accord.web.requests.limits import within
from accord.web.requests.parameters import refuse_unknown
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.site import current

blueprint = Blueprint("completion", __name__)


@blueprint.get("/sparql/complete.json")
@may_wait
def complete() -> Response:
    """What a word in a query may become: keywords, prefixes, classes and properties with their use, and things.

    :query required q: The beginning of a word, with or without a prefix. Example: {label}
    :produces: PLAIN_JSON
    :json: Completions
    """
    site = current()
    refuse_unknown(("q",), "q")
    if "q" not in request.args:
        raise QueryError("There is no word to complete.", remedy="Give the beginning of a word as the parameter q.")
    word = request.args["q"]
    within("search_text", len(word), "The word", 400)
    canonical, query = f"{site.publication.settings.base}sparql", urlencode({"q": word})
    page = Page("/sparql/complete", canonical, (PLAIN_JSON,), query=query)

    def write(_: Format) -> bytes:
        return json.dumps([asdict(one) for one in site.completions.of(word)], ensure_ascii=False).encode()

    return answer(site, page, write, PLAIN_JSON)
