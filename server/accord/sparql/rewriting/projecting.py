"""The values of one variable: the query, reduced to that variable."""

from __future__ import annotations

from accord.sparql.query_tokens import QueryTokens


def values_of(text: str, variable: str, most: int) -> str:
    """A query for the different values of a variable (without the question mark) in the WHERE of a query.

    Empty where the query names graphs by FROM, or has no WHERE. What comes after the WHERE is left out, such as
    GROUP BY and LIMIT. A variable that only a FILTER uses has no values.
    """
    reading = QueryTokens(text)
    outside = [place for place, depth in enumerate(reading.depths) if depth == 0]
    texts = [reading.text(place) for place in outside]
    begin = next(
        (place for place in outside if reading.text(place) in ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")), None
    )
    opening = next((one for one in outside if reading.text(one) == "{" and reading.text(one - 1) != "CONSTRUCT"), None)
    if begin is None or opening is None or "FROM" in texts:
        return ""
    prologue = text[: reading.at(begin).start()]
    where = text[reading.at(opening).start() : reading.at(reading.partners[opening]).end()]
    return f"{prologue}SELECT DISTINCT ?{variable} WHERE {where} LIMIT {most}"
