"""The tools for assistants over HTTP: the Model Context Protocol, streamable HTTP without sessions and streams."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden, MethodNotAllowed

from accord.agents.offered import server
from accord.agents.protocol import VERSIONS
from accord.agents.sources import Sources
from accord.engine import Answer, Query
from accord.web.requests.hosts import host_of, is_loopback
from accord.web.requests.networks import shares
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait, on_event_loop
from accord.web.responses import see_other
from accord.web.site import Site, current
from accord.web.site.sources import sources
from accord.web.sparql.running import run

blueprint = Blueprint("agents", __name__)


@blueprint.post("/mcp")
@may_wait
def mcp() -> Response:
    """Answer one message of the Model Context Protocol: tools to find, describe, ask and check, without a session.

    :body application/json: A message of JSON-RPC 2.0. Example: {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    :produces: application/json
    :answers 202: Nothing, to a message that needs no answer.
    :answers 400: An error of JSON-RPC, to something that is not a message.
    """
    _require_own_origin()
    if (version := request.headers.get("MCP-Protocol-Version", VERSIONS[0])) not in VERSIONS:
        raise BadRequest(f"The protocol version {version[:40]!r} is not supported. Versions: {', '.join(VERSIONS)}.")
    with working():
        reply = server(_sources(current())).answer_text(request.get_data())
    if reply is None:
        return Response(status=202)
    status = 400 if reply.get("id") is None and "error" in reply else 200
    response = Response(json.dumps(reply, ensure_ascii=False), status, content_type="application/json")
    response.cache_control.no_store = True
    return response


@blueprint.get("/mcp")
@on_event_loop
def about() -> Response:
    """Information for assistants: 303. Clients of the protocol that ask for a stream of messages get 405.

    :answers 303: The file for assistants.
    """
    if request.accept_mimetypes.best == "text/event-stream":
        raise MethodNotAllowed(["POST"], "This address has no stream. Send each message by POST.")
    return see_other(url_for("crawlers.llms"))


def _require_own_origin() -> None:
    """Refuse a request of a page of another site: it could use a server that its visitor alone can reach."""
    origin = request.headers.get("Origin")
    if origin and origin.partition("://")[2] != request.host and not is_loopback(host_of(origin)):
        raise Forbidden(f"Pages of {origin[:100]} may not use this.")


def _sources(site: Site) -> Sources:
    """The models of a site as tools need them, for this request."""
    root = request.host_url.rstrip("/") + request.script_root

    def page(iri: str) -> str:
        path = site.addresses.path(iri)
        return root + path if path else ""

    def asked(query: Query) -> Answer:
        return run(site, query)

    client = shares(request.remote_addr or "")[0][0]
    return sources(site, asked, lambda path: root + path, page, client)
