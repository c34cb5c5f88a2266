"""The contact of a publication: what its configuration says about its contact point and its publisher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from accord.descriptions.dataset import Dataset
from accord.names import DCAT, DCTERMS, FOAF, SCHEMA, SCHEMA_HTTP

VCARD = "http://www.w3.org/2006/vcard/ns#"

_PEOPLE = (DCAT + "contactPoint", DCTERMS + "publisher", DCTERMS + "creator")
"""The properties with contacts, in order of preference."""
_MAIL = (VCARD + "hasEmail", FOAF + "mbox", SCHEMA + "email", SCHEMA_HTTP + "email")
_PAGE = (VCARD + "hasURL", FOAF + "homepage", FOAF + "page", SCHEMA + "url", SCHEMA_HTTP + "url")


def contacts(dataset: Dataset) -> tuple[str, ...]:
    """Addresses (``mailto:`` or ``https:``) of whom to ask, mail before pages; none where nothing is stated."""
    people = [node for property in _PEOPLE for node in dataset.stated(property) if isinstance(node, NamedNode)]
    found = [address for kinds in (_MAIL, _PAGE) for node in people for address in _addresses(dataset, node, kinds)]
    return tuple(dict.fromkeys(found))


def security_contacts(dataset: Dataset, stated: Iterable[str]) -> tuple[str, ...]:
    """Addresses of whom to tell of a weakness: those ``stated`` for it, then whom to ask anything.

    A page without https is left out, as RFC 9116 demands.
    """
    own = filter(None, map(address, stated))
    others = (one for one in contacts(dataset) if not one.startswith("http:"))
    return tuple(dict.fromkeys((*own, *others)))


def address(text: str) -> str:
    """An address to write to as a URI (RFC 9116, section 2.5.3), with ``mailto:`` before a mail address; else empty."""
    text = text.strip()
    if not text.isascii() or not text.isprintable() or " " in text:
        return ""
    if text.startswith(("mailto:", "https://", "tel:")):
        return text
    name, at, host = text.partition("@")
    return f"mailto:{text}" if name and at and "." in host and ":" not in text else ""


def _addresses(dataset: Dataset, node: NamedNode, properties: tuple[str, ...]) -> Iterator[str]:
    for subject, stated, value in dataset.configured:
        if subject != node or stated.value not in properties or not isinstance(value, NamedNode | Literal):
            continue
        if value.value.startswith(("mailto:", "https://", "http://")):
            yield value.value
        elif properties is _MAIL and "@" in value.value:
            yield f"mailto:{value.value}"
