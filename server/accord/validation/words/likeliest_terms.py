"""Which declared term an unknown one was probably meant to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from accord.did_you_mean import CUTOFF, NEARLY_EQUAL, likeliest
from accord.names import local_name

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_MARKS = re.compile(r"[#/]+")


@dataclass(frozen=True, slots=True)
class LikeliestTerms:
    """The declared ``terms`` with their kinds; ``vocabulary`` is what the IRIs of the publication's own begin with."""

    terms: Mapping[str, str]
    vocabulary: str
    label: Callable[[URIRef], str]
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def meant(self, term: str, kind: str) -> str:
        """The declared term of this kind that an unknown one was probably meant to be, or nothing.

        Either the name is right and the namespace nearly so, or the namespace is right and the name nearly so.
        """
        if (term, kind) not in self._known:
            self._known[term, kind] = self._likeliest(term, kind)
        return self._known[term, kind]

    def _likeliest(self, term: str, kind: str) -> str:
        name, namespace = local_name(term), namespace_of(term)
        known = [one for one, its in self.terms.items() if kind in ("term", its)]
        same_name = sorted(one for one in known if local_name(one) == name and _core(one) == _core(term))
        if same_name:
            return same_name[0]
        names = {local_name(one): one for one in known if namespace_of(one) == namespace}
        if other := next((one for own, one in sorted(names.items()) if _words(own) == _words(name)), ""):
            return other
        cutoff = CUTOFF if namespace == self.vocabulary else NEARLY_EQUAL
        near = names.get(likeliest(name, names, cutoff=cutoff), "")
        if near or namespace != self.vocabulary:
            return near
        elsewhere = sorted(one for one in known if local_name(one) == name)
        return elsewhere[0] if elsewhere else self._abbreviated(name, known)

    def _abbreviated(self, name: str, known: Iterable[str]) -> str:
        """The term whose label has these initials, of all words or of those that are not small: ``MoU``, ``JWA``."""
        letters = name.casefold()
        found = [one for one in known if len(letters) > 1 and letters in initials(self.label(URIRef(one)))]
        return found[0] if len(found) == 1 else ""


def initials(label: str) -> set[str]:
    """The first letters of all words of a label, and of those that have more than three letters."""
    words = label.casefold().split()
    return {"".join(word[0] for word in words), "".join(word[0] for word in words if len(word) > 3)}


def _words(name: str) -> list[str]:
    """The words of a name in the order of the alphabet: ``amountTotal`` has those of ``totalAmount``."""
    return sorted(word.lower() for word in _WORD.findall(name))


def namespace_of(term: str) -> str:
    """What an IRI begins with, up to its local name."""
    return term[: -len(local_name(term))]


def _core(iri: str) -> str:
    """An IRI without the parts most often written wrong: http or https, and # or / before the name."""
    return _MARKS.sub("/", iri.partition(":")[2])
