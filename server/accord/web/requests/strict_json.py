"""JSON that a client sent: anything else is answered with 400."""

from __future__ import annotations

from typing import Any

from flask import abort

from accord import strict_json


def parse_json(text: str | bytes) -> Any:
    """The value of a JSON document in UTF-8. Aborts with 400 and a message for a string that is not JSON."""
    try:
        return strict_json.parse_json(text)
    except strict_json.NotJson as error:
        abort(400, str(error))
