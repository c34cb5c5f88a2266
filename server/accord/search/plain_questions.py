"""The words of a question that name nothing: ``who funds Oxford`` is about funds and Oxford."""

from __future__ import annotations

from collections.abc import Iterable

JOINING = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "how", "in", "is", "many", "much", "of", "on", "the", "there", "to",
     "what", "where", "which", "who", "with")
)  # fmt: skip
"""English words that name neither a kind nor a thing."""
_ASKING = JOINING | frozenset(
    ("about", "all", "any", "are", "biggest", "current", "currently", "did", "do", "does", "find", "get", "gets",
     "give", "gives", "has", "have", "largest", "list", "me", "now", "pay", "pays", "receive", "receives", "run",
     "running", "runs", "show", "was", "were", "when", "work", "working", "works")
)  # fmt: skip
"""Those, and the verbs and superlatives with which people ask. Questions of a publication have them in their titles
too."""


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """Folded words without those that only join others."""
    return tuple(word for word in words if word not in JOINING)


def wanted(words: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of a search for things: without those with which people ask, if it has others."""
    return tuple(word for word in words if word not in _ASKING) or words
