"""Images of things: which values are shown as an image, and not only as a link."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from pyoxigraph import BlankNode

from accord.names import IMAGES
from accord.things.statements import Object

_ADDRESS = re.compile(r"https://[^\s<>\"'`{}|\\^]{1,2000}")
"""Only https: a page over https shows no other images, and nobody on the way can change them."""


def shown_image(value: Object, property: str, hosts: Collection[str]) -> str:
    """The address of the image that a value leads to; empty where it is not an image, or its host is not allowed."""
    if property not in IMAGES or isinstance(value, BlankNode) or not _ADDRESS.fullmatch(value.value):
        return ""
    try:
        parts = urlsplit(value.value)
        own_port = parts.port in (None, 443)
    except ValueError:
        return ""
    plain = own_port and parts.username is None and parts.password is None
    return value.value if plain and (parts.hostname or "") in hosts else ""
