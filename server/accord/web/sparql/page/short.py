"""Short addresses of queries: the query itself, compressed, so that nothing is stored and no address ever expires.

A token is the URL-safe Base64 (RFC 4648) of the query compressed by DEFLATE with a dictionary. The dictionary has what
queries have most, and never changes: every address that was given away depends on it. Another one would need another
first letter of the token.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from importlib.resources import files
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, url_for

from accord.limits import QueryLimits
from accord.web.requests.threads import on_event_loop
from accord.web.responses import see_other

_VERSION = "a"
_DICTIONARY = files(__package__).joinpath("short-dictionary.txt").read_bytes()

blueprint = Blueprint("short", __name__)


def shortened(text: str) -> str:
    """The token of a query."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_DICTIONARY)
    packed = packer.compress(text.encode("utf-8", "surrogatepass")) + packer.flush()
    return _VERSION + urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def lengthened(token: str) -> str | None:
    """The query of a token; ``None`` for another string, or for a query that is longer than the endpoint allows."""
    if not token.isascii() or not token.startswith(_VERSION):
        return None
    most = QueryLimits().text
    try:
        packed = urlsafe_b64decode(token[1:] + "=" * (-(len(token) - 1) % 4))
        unpacker = zlib.decompressobj(-15, zdict=_DICTIONARY)
        data = unpacker.decompress(packed, most + 1)
        return data.decode() if unpacker.eof and len(data) <= most else None
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        return None


@blueprint.get("/q/<token>")
@on_event_loop
def query(token: str) -> Response:
    """The query of a short address: it leads to the page with the answer.

    :path token: A query, compressed. Example: ag6rXArmlGGgo0DCFWgA
    :answers 303: The page.
    """
    text = lengthened(token)
    if text is None:
        abort(404, "This short address holds no query: a part of it may be missing.")
    return see_other(f"{url_for('sparql.endpoint')}?{urlencode({'query': text, 'format': 'html'})}#results")
