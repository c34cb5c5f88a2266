"""The languages in which a publication names its things, so that each reader can have the one that suits best.

Tags (BCP 47) are in small letters, as the parsers give them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from accord.names import LABELS, LITERAL_FORM
from accord.publication.statements import Patterns

MOST = 40
"""Languages that are offered: more than the European Union has, and each takes some memory when it is asked for."""
LEAST = 0.05
"""Of the names in the most used language: with fewer, a page would be in that language by chance here and there."""
_VARIANT = 0.2
"""Of the names in a language: so many have a script or region that somebody writes names for (zh-Hant, pt-BR)."""


def languages_of(statements: Patterns, preferred: Sequence[str]) -> tuple[str, ...]:
    """The languages that a publication offers its readers, its own first; one where the names are in one language.

    ``preferred`` are the primary tags of its settings.
    """
    return offered(_counted(statements), preferred)


def offered(counts: Mapping[str, int], preferred: Sequence[str]) -> tuple[str, ...]:
    """The languages to offer where so many names have each tag: those preferred, then the others by their names."""
    tags: dict[str, dict[str, int]] = {}
    for tag, count in counts.items():
        tags.setdefault(primary(tag), {})[tag.lower()] = count
    totals = {language: sum(each.values()) for language, each in tags.items()}
    least = LEAST * max(totals.values(), default=0)
    ranked = sorted(totals, key=lambda language: (-totals[language], language))
    found = [one for one in preferred if one in totals]
    found += [one for one in ranked if totals[one] >= least and one not in found]
    if len(found) < 2:
        variants = _variants(found[0], tags[found[0]]) if found else ()
        return variants if len(variants) > 1 else tuple(preferred[:1])
    own = [preferred[0]] if preferred[0] not in found else []
    return tuple(tag for one in (*own, *found) for tag in _variants(one, tags.get(one, {})))[:MOST]


def _variants(language: str, tags: Mapping[str, int]) -> tuple[str, ...]:
    """A language, or where many names are in several scripts or regions of it, these, the most used first."""
    least = _VARIANT * sum(tags.values())
    found = sorted((tag for tag, count in tags.items() if count >= least), key=lambda tag: (-tags[tag], tag))
    return tuple(found) if len(found) > 1 else (language,)


def preferring(language: str, preferred: Sequence[str]) -> tuple[str, ...]:
    """The languages of a publication with another before them."""
    return tuple(dict.fromkeys((language, *preferred)))


def primary(tag: str) -> str:
    """The language of a tag without its script and region: ``de`` for ``de-CH``."""
    return tag.partition("-")[0].lower()


def translations_of(statements: Patterns, text: str, languages: Iterable[str]) -> tuple[Literal, ...]:
    """What a string is in each language: the literals that the subject of that string has of the same property."""
    for literal in (Literal(text, language=tag) for tag in languages if text):
        for quad in statements.quads_for_pattern(None, None, literal):
            found = statements.quads_for_pattern(quad.subject, quad.predicate, None)
            return tuple(one.object for one in found if isinstance(one.object, Literal) and one.object.language)
    return ()


def _counted(statements: Patterns) -> Counter[str]:
    """How many names have each language tag."""
    values = (
        quad.object
        for iri in (*LABELS, LITERAL_FORM)
        for quad in statements.quads_for_pattern(None, NamedNode(iri), None)
    )
    tags = (value.language for value in values if isinstance(value, Literal))
    return Counter(tag for tag in tags if tag)
