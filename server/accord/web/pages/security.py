"""Whom to tell of a weakness of the site (security.txt, RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, current_app

from accord.descriptions.contact import security_contacts
from accord.web.site import current

VALID_DAYS = 180
"""Days for which the file is valid from now. RFC 9116, section 2.5.5, recommends less than a year."""

NOBODY = (
    "This site names no contact for security problems. Fix: start it with --contact (ACCORD_CONTACT),"
    " or state accord:securityContact <mailto:…> or a dcat:contactPoint with vcard:hasEmail in publication.ttl."
)
"""RFC 9116, section 2.5.3, asks for at least one contact, so without one there is no file."""

blueprint = Blueprint("security", __name__)


@blueprint.get("/.well-known/security.txt")
@blueprint.get("/security.txt")
def security() -> Response:
    """Where to report security problems (RFC 9116): the contact of the operator, then those of the publication.

    :produces: text/plain
    """
    site = current()
    operator = filter(None, (current_app.extensions.get("contact", ""),))
    stated = security_contacts(site.descriptions.dataset, site.publication.settings.security_contacts)
    found = tuple(dict.fromkeys((*operator, *stated)))
    if not found:
        abort(404, NOBODY)
    expires = (datetime.now(UTC) + timedelta(days=VALID_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {address}" for address in found]
    lines += [f"Expires: {expires.isoformat().replace('+00:00', 'Z')}"]
    lines += [f"Preferred-Languages: {', '.join(site.publication.settings.languages)}"]
    return Response("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
