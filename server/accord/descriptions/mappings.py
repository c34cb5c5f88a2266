"""How the terms of the ontology relate to those of other vocabularies, as a table: SSSOM in TSV.

The ontology states the relations, with the properties of SKOS and, for classes and properties, of RDFS and OWL.
https://mapping-commons.github.io/sssom/ says what the columns mean.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord.descriptions.dataset import Dataset
from accord.names import MATCHES, OWL, RDFS, SKOS, WELL_KNOWN, Prefixes
from accord.publication import Publication
from accord.publication.survey.tally import namespace
from accord.things.ontology.vocabulary import Vocabulary

PREDICATES = (
    *MATCHES,
    OWL + "equivalentClass",
    OWL + "equivalentProperty",
    RDFS + "subClassOf",
    RDFS + "subPropertyOf",
)
"""The properties that relate a term to one elsewhere."""
_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
_SEMAPV = "https://w3id.org/semapv/vocab/"
_JUSTIFICATION = _SEMAPV + "ManualMappingCuration"
"""People wrote the relations into the ontology."""
_USUAL = {
    "fibo": "https://spec.edmcouncil.org/fibo/ontology/FND/Agreements/Agreements/",
    "frapo": "http://purl.org/cerif/frapo/",
    "giving360defs": "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/master/schema/360-giving-schema.json#/definitions/",
    "giving360": "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/master/schema/360-giving-schema.json#/properties/",
}
"""Prefixes of vocabularies that others map to, beside those that nearly every file uses."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A term of the publication with its label, the property that relates it, and the term elsewhere, as IRIs."""

    subject: str
    label: str
    predicate: str
    object: str


def relations(publication: Publication, vocabulary: Vocabulary) -> list[Relation]:
    """The relations that the ontology states, in the order of its terms."""
    own, found = publication.settings.vocabulary, dict[Relation, None]()
    for quad in publication.quads("ontology"):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode) and quad.predicate.value in PREDICATES:
            term = vocabulary.get(subject.value)
            if term and term.own and not (own and value.value.startswith(own)):
                found[Relation(subject.value, term.name.text, quad.predicate.value, value.value)] = None
    return sorted(found, key=lambda one: vocabulary.place(one.subject))


def prefixes_of(several: Iterable[Relation], declared: Prefixes) -> Prefixes:
    """The prefixes that shorten all IRIs of relations; a namespace without a usual prefix is ``ns1`` and so on."""
    iris = [_JUSTIFICATION, *(iri for one in several for iri in (one.subject, one.predicate, one.object))]
    known = {space: prefix for prefix, space in {**WELL_KNOWN, **_USUAL, **declared}.items()}
    known |= {_SEMAPV: "semapv", SKOS: "skos"}
    spaces = dict.fromkeys(map(_namespace, iris))
    new = (space for space in spaces if space not in known)
    known |= {space: f"ns{number}" for number, space in enumerate(new, 1)}
    return Prefixes({known[space]: space for space in spaces})


def _namespace(iri: str) -> str:
    """The namespace of an IRI; of a JSON pointer (``…json#/properties/title``) all before its last name."""
    space = namespace(iri)
    return iri[: iri.rindex("/") + 1] if "/" in iri[len(space) :] else space


def write_sssom(several: Sequence[Relation], dataset: Dataset, declared: Prefixes) -> bytes:
    """The relations as SSSOM: what the set is, as comments in YAML, and a row for each relation."""
    prefixes = prefixes_of(several, declared)
    text = io.StringIO()
    about = {
        "mapping_set_id": f"{dataset.base}profile.sssom.tsv",
        "mapping_set_version": dataset.version,
        "license": dataset.license or "https://w3id.org/sssom/license/unspecified",
    }
    text.writelines(f"#{name}: {json.dumps(value)}\n" for name, value in about.items())
    text.write("#curie_map:\n")
    text.writelines(f"#  {prefix}: {json.dumps(space)}\n" for prefix, space in prefixes.items())
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in several:
        subject, predicate, value, why = (
            prefixes.shorten(iri) or iri for iri in (one.subject, one.predicate, one.object, _JUSTIFICATION)
        )
        writer.writerow((subject, " ".join(one.label.split()), predicate, value, why))
    return text.getvalue().encode()
