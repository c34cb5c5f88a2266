"""Whom to tell of a weakness of the site (security.txt, RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort

from accord.descriptions.contact import contacts
from accord.web.site import current

VALID_DAYS = 180
"""Days for which the file is valid from now. RFC 9116, section 2.5.5, recommends less than a year."""

blueprint = Blueprint("security", __name__)


@blueprint.get("/.well-known/security.txt")
@blueprint.get("/security.txt")
def security() -> Response:
    """Whom to tell of a weakness of the site (RFC 9116), where the publication states a contact.

    :produces: text/plain
    """
    site = current()
    found = contacts(site.descriptions.dataset)
    if not found:
        abort(
            404,
            "This publication states no address to write to. Fix: give its dcat:contactPoint a vcard:hasEmail in"
            " publication.ttl.",
        )
    expires = (datetime.now(UTC) + timedelta(days=VALID_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {address}" for address in found]
    lines += [f"Expires: {expires.isoformat().replace('+00:00', 'Z')}"]
    lines += [f"Preferred-Languages: {', '.join(site.publication.settings.languages)}"]
    return Response("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
