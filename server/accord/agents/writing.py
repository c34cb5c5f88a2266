"""An answer for an assistant: JSON of a bounded size that counts what it leaves out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

LARGEST = 32_000
"""Characters of an answer: about 8,000 tokens, a small part of what an assistant can read at once."""


Follow = Callable[[dict[str, Any]], None]
"""Hints after a shortened answer."""


def written(answer: dict[str, Any], *lists: str, follow: Follow | None = None) -> str:
    """The answer in JSON; of its ``lists``, the largest are cut until it is small enough, and ``leftOut`` says so.

    After each cut ``follow`` changes what depends on the lists.
    """
    answer = dict(answer)
    text = _json(answer)
    while len(text) > LARGEST:
        name = max(lists, key=lambda one: len(_json(answer.get(one) or [])))
        kept = answer.get(name) or []
        if not kept:
            message = f"The answer has {len(text):,} characters, more than {LARGEST:,}. Ask for a part of it."
            return _json({"version": answer.get("version"), "tooLarge": message})
        cut = max(0, min(len(kept) - 1, len(kept) * LARGEST // len(text)))
        left_out = answer.setdefault("leftOut", {})
        left_out[name] = left_out.get(name, 0) + len(kept) - cut
        answer[name] = kept[:cut]
        if follow:
            follow(answer)
        text = _json(answer)
    return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
