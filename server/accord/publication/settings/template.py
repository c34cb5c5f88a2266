"""A configuration to edit: the Turtle of ``publication.ttl`` with the guesses, and every setting in a comment."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from accord.names import ACCORD, DCAT, DCTERMS, FOAF, VOID, Prefixes
from accord.publication.files import write_new
from accord.publication.files.layout import CONFIGURATIONS, ROLES_BY_NAME
from accord.publication.survey import Survey
from accord.publication.survey.guesses import Guesses

Setting = tuple[str, str, str]
"""The name of a setting, an example of its values, and in one line what it does."""

STATED: tuple[Setting, ...] = (
    ("dcterms:title", '"My data"@en', "the title of the site"),
    ("dcterms:description", '"What it is about."@en', "a sentence or two for the home page and for catalogues"),
    ("dcterms:license", "<https://creativecommons.org/licenses/by/4.0/>", "the licence of the data, as an IRI"),
    ("dcterms:publisher", "<https://example.org/us>", "who publishes it, as an IRI; give it a foaf:name below"),
    ("void:uriSpace", '"https://example.org/"', "what the IRIs of things begin with, the most important first"),
    ("dcterms:language", '"en"', "languages of the readers, the preferred one first"),
    ("void:vocabulary", "<https://example.org/ns#>", "the namespace of the classes and properties"),
)
"""Settings in the words of common vocabularies."""
OWN: tuple[Setting, ...] = (
    ("accord:publishOnlyValid", "true", "publish nothing before the check has passed, and nothing with violations"),
    ("accord:profile", "accord:HouseRules", "also check the rules of Accord for carefully maintained data"),
    ("accord:featuredClass", "ex:Book , ex:Person", "classes that the home page shows first"),
    ("accord:facet", "ex:theme , ex:place", "properties by which readers filter a search"),
    ("accord:nameProperty", "ex:formerName", "properties that give a thing other names, for search and reconciliation"),
    (
        "accord:evidenceClass",
        "ex:Evidence",
        "class of nodes that give the source of a statement; needs the next seven settings",
    ),
    ("accord:evidenceAbout", "ex:about", "leads from the evidence to the thing that the statement is about"),
    ("accord:evidenceProperty", "ex:supports", "leads to the property of the statement"),
    ("accord:evidenceValue", "ex:supportsValue", "gives the value of the statement"),
    ("accord:evidenceSource", "dcterms:source", "leads to the document"),
    ("accord:evidencePlace", "ex:page", "gives the place in the document"),
    ("accord:evidencePhrase", "ex:quote", "gives the words of the document"),
    ("accord:evidenceCertainty", "ex:certainty", "says how sure the statement is"),
    ("accord:sourceText", "dcterms:identifier", "gives the name of the file with the text of a document, as a.txt"),
    ("accord:securityContact", "<mailto:you@example.org>", "where to report a security problem, for security.txt"),
    ("accord:imageHost", '"upload.wikimedia.org"', "a host whose images pages show; images of other hosts are links"),
    ("accord:identifierClass", "ex:Identifier", "class of nodes with a register's code; needs the next three settings"),
    ("accord:identifierProperty", "ex:identifier", "leads from a thing to such a node"),
    ("accord:identifierScheme", "ex:register", "leads from the node to the register"),
    ("accord:identifierValue", "ex:code", "gives the code"),
)
"""All settings of the software's own vocabulary."""

_HEAD = """\
# What this publication is, and how Accord reads it. The values are guesses: edit them, and remove what is wrong.
# A setting that is not here is guessed at each start. Pages, downloads and the query editor use these prefixes.
"""
_BETWEEN = " ,\n        "
_PLAIN = re.compile(r"[A-Za-z][\w-]*:[A-Za-z]\w*", re.ASCII)
_NEEDED = {"accord": ACCORD, "dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "void": VOID}


def place(survey: Survey) -> str:
    """Where the configuration goes: into ``data/`` where that is a folder and all files are still read with it there.

    With ``data/publication.ttl`` only files at the root and in folders with one of the usual names are read.
    """
    data = survey.layout.root / "data"
    paths = [file.path.lower().split("/") for file in survey.files]
    usual = all(len(parts) == 1 or parts[0] in ROLES_BY_NAME for parts in paths)
    return CONFIGURATIONS[1] if data.is_dir() and not data.is_symlink() and usual else CONFIGURATIONS[0]


def configuration(survey: Survey) -> str:
    """The Turtle of a configuration for a folder: valid as it is, with a comment for each setting."""
    guesses = survey.guesses
    taken = set(_NEEDED.values())
    free = {prefix: iri for prefix, iri in guesses.prefixes.value.items() if iri not in taken and prefix not in _NEEDED}
    prefixes = Prefixes({**free, **_NEEDED})
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(prefixes.items())]
    dataset = str(NamedNode(guesses.base.value + "dataset"))
    return "\n".join([_HEAD, *lines, "", dataset, "    a dcat:Dataset , void:Dataset ;", *_settings(guesses, prefixes)])


def write(survey: Survey, text: str) -> Path:
    """Write the configuration of a folder; the path that it has now. Raises InputError where that is not possible."""
    path = survey.layout.root / place(survey)
    write_new(path, text)
    return path


def _settings(guesses: Guesses, prefixes: Prefixes) -> list[str]:
    """A comment and a line for each setting; the line of a setting without a value is a comment too."""
    values = {
        "dcterms:title": ([_words(guesses.title.value)], guesses.title.why),
        "dcterms:description": (_one(guesses.description.value), guesses.description.why),
        "dcterms:license": (_one(guesses.license.value), guesses.license.why),
        "dcterms:publisher": (_one(guesses.publisher.value), guesses.publisher.why),
        "void:uriSpace": ([_words(base) for base in guesses.bases.value], guesses.bases.why),
        "dcterms:language": ([_words(language) for language in guesses.languages.value], guesses.languages.why),
        "void:vocabulary": (_one(guesses.vocabulary.value), guesses.vocabulary.why),
        "accord:featuredClass": ([_class(iri, prefixes) for iri in guesses.featured.value], guesses.featured.why),
    }
    lines = []
    for name, example, what in (*STATED, *OWN):
        terms, why = values.get(name, ([], ""))
        lines.append(f"    # {_in_one_line(' '.join(filter(None, (f'{what[:1].upper()}{what[1:]}.', why))))}")
        lines.append(f"    {name} {_BETWEEN.join(terms)} ;" if terms else f"    # {name} {example} ;")
    return [*lines, "    .", ""]


def _one(value: str) -> list[str]:
    return [_node(value)] if value else []


def _node(value: str) -> str:
    """An IRI, where the value is one, or else a string."""
    if value.startswith(("http://", "https://", "urn:")) and " " not in value:
        try:
            return str(NamedNode(value))
        except ValueError:
            return _words(value)
    return _words(value)


def _class(iri: str, prefixes: Prefixes) -> str:
    """A class by its prefix, where what follows needs no escapes."""
    short = prefixes.shorten(iri) or ""
    return short if _PLAIN.fullmatch(short) else str(NamedNode(iri))


def _words(value: str) -> str:
    return str(Literal(value))


def _in_one_line(text: str) -> str:
    """A comment ends at the end of its line, whatever the data hold."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
