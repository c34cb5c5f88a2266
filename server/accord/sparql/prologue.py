"""The declarations of a query: what it needs so that it runs at any endpoint, and not only where prefixes are known."""

from __future__ import annotations

from collections.abc import Mapping

from accord.sparql.query_tokens import QueryTokens


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """The query with a declaration for each prefix that it uses and does not declare, as far as they are known."""
    reading = QueryTokens(text)
    names = (text for text, kind in zip(reading.texts, reading.kinds, strict=True) if kind == "name")
    used = {name.partition(":")[0] for name in names}
    missing = sorted((used & prefixes.keys()) - reading.declared)
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in missing) + text
