"""A strict JSON parser (RFC 8259): whatever it accepts can be written as JSON again."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


class NotJson(ValueError):
    """A string that is not JSON; the message says why."""


def parse_json(text: str | bytes) -> Any:
    """The value of a JSON document in UTF-8.

    Raises NotJson for a string that is not JSON, for a number that JSON does not allow (NaN, Infinity), and for half a
    surrogate pair, which UTF-8 does not allow.
    """
    try:
        whole = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(whole, parse_constant=_refuse_number, parse_float=_float)
    except UnicodeDecodeError as error:
        raise NotJson(f"The JSON is not UTF-8: its byte {error.start} cannot be read. Send it as UTF-8.") from error
    except NotJson:
        raise
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        message = f"The value is not JSON{where}. Check its quotes, commas, braces and brackets."
        raise NotJson(message) from error
    if "\\ud" in whole or "\\uD" in whole:
        _refuse_halves(value)
    return value


def _float(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse_number(digits)


def _refuse_number(name: str) -> NoReturn:
    raise NotJson(f"{name[:50]} is not a number that JSON allows. Leave it out, or send it as a string.")


def _refuse_halves(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise NotJson(f"{half} is half of a surrogate pair. Send both halves, or the character itself.") from error
