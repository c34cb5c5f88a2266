"""The class that somebody means by the name of a kind on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from accord.did_you_mean import likeliest
from accord.errors import UsageError
from accord.names import slug_of

_SMALL = 3
"""Letters of a word that initials may leave out, such as *of* and *and*."""
_OFFERED, _LISTED = 6, 12
"""Likely kinds that a message names, and kinds that it lists where there are no more: what a line or two hold."""


def kind_named(kind: str, kinds: Mapping[str, str]) -> str:
    """The IRI of a class by its name, or by the initials of its name, in any case. ``kinds`` are IRIs by slug.

    Raises UsageError, with the likeliest kinds, where none or several have that name.
    """
    found = kinds.get(slug_of(kind)) or kinds.get(kind.casefold()) or _abbreviated(kind.casefold(), kinds)
    if not found:
        raise UsageError(f"There is no kind {kind!r}.", remedy=_remedy(slug_of(kind), kinds))
    return found


def _abbreviated(letters: str, kinds: Mapping[str, str]) -> str:
    """The one class whose name has these initials, of all its words or of those that are not small."""
    words = {iri: name.split("-") for name, iri in kinds.items() if "-" in name}
    found = {
        iri
        for iri, parts in words.items()
        if letters in ("".join(part[:1] for part in parts), "".join(part[0] for part in parts if len(part) > _SMALL))
    }
    return next(iter(found)) if len(found) == 1 else ""


def _remedy(kind: str, kinds: Mapping[str, str]) -> str:
    """The kinds that share a word with this one, and the most similar; then all of a few, or how many there are."""
    names = sorted({iri: name for name, iri in kinds.items()}.values())
    if not names:
        return "Name a folder whose things have classes."
    words = set(kind.split("-"))
    near = [name for name in names if words & set(name.split("-"))] or [likeliest(kind, kinds)]
    meant = f"Did you mean {' or '.join(near[:_OFFERED])}? " if near[0] else ""
    if len(names) <= _LISTED:
        return f"{meant}The kinds are {', '.join(names)}."
    return f"{meant}`accord new` lists all {len(names)} kinds."
