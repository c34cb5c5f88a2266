"""Explanations of shapes for people who fill in a form: without Turtle, which the form writes for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from accord.names import Prefixes

_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z{\"])")
_VALUE = re.compile(r"\"@[a-z]|\^\^|<[^<> ]{1,200}>")
"""A literal with its language or its datatype, or an IRI in angle brackets."""
_TERM = re.compile(
    r"(?:\b(?P<article>[Aa]n?) )?(?P<kind>\bthe class )?\b(?P<name>[a-z][a-z0-9]{0,30}:[A-Za-z][\w-]{0,80})"
)
_PART = " a part of the class "
_TURTLE = re.compile(r"\b(?:IRI|Turtle|angle brackets|blank node|literal|string)\b")
_UNTAGGED = re.compile(r",? (?:and )?without a language\b")
"""What only people who write Turtle need to know."""


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Puts the explanations of a publication's shapes in plain words.

    ``label`` gives the name of a term of the ontology, and nothing for any other IRI.
    """

    prefixes: Prefixes
    label: Callable[[str], str]

    def of(self, text: str) -> str:
        """The sentences that say more than how to write Turtle, with the names of terms; all where there are no others.

        A sentence about a value in Turtle, a thing that serves as an example or a part of a class is left out: the
        field of the form shows its values, and makes the parts.
        """
        sentences = _SENTENCE.split(text)
        return " ".join(map(self._named, [one for one in sentences if self._is_plain(one)] or sentences)).strip()

    def _is_plain(self, sentence: str) -> bool:
        if _VALUE.search(sentence) or _TURTLE.search(sentence) or _PART in sentence:
            return False
        iris = (self.prefixes.expand(found["name"]) for found in _TERM.finditer(sentence))
        return all(self.label(iri) for iri in iris if iri)

    def _named(self, sentence: str) -> str:
        return _TERM.sub(self._name, _UNTAGGED.sub("", sentence))

    def _name(self, found: re.Match[str]) -> str:
        return by_its_name(found, self.prefixes, self.label)


def by_its_name(found: re.Match[str], prefixes: Prefixes, label: Callable[[str], str]) -> str:
    """A prefixed name, with the ``article`` and ``kind`` before it, by its name in quotes; unchanged if it has none."""
    iri = prefixes.expand(found["name"])
    name = label(iri) if iri else ""
    if not name:
        return found[0]
    article = f"{found['article'][0]}{'n' if name[0].lower() in 'aeiou' else ''} " if found["article"] else ""
    return f"{article}{'the kind ' if found['kind'] else ''}“{name}”"
