"""Names of languages, formats and themes in the vocabularies of the EU, as DCAT-AP 3 requires (section 11)."""

from __future__ import annotations

_EU = "http://publications.europa.eu/resource/authority/"

_LANGUAGES = {
    "ar": "ARA",
    "bg": "BUL",
    "cs": "CES",
    "cy": "CYM",
    "da": "DAN",
    "de": "DEU",
    "el": "ELL",
    "en": "ENG",
    "es": "SPA",
    "et": "EST",
    "fi": "FIN",
    "fr": "FRA",
    "ga": "GLE",
    "hr": "HRV",
    "hu": "HUN",
    "it": "ITA",
    "ja": "JPN",
    "lt": "LIT",
    "lv": "LAV",
    "mt": "MLT",
    "nl": "NLD",
    "no": "NOR",
    "pl": "POL",
    "pt": "POR",
    "ro": "RON",
    "ru": "RUS",
    "sk": "SLK",
    "sl": "SLV",
    "sv": "SWE",
    "tr": "TUR",
    "uk": "UKR",
    "zh": "ZHO",
}

LANGUAGES = {tag: f"{_EU}language/{name}" for tag, name in _LANGUAGES.items()}
"""The IRIs of languages by their tags: those of the EU, and some that are written in many countries."""

_FILE_TYPES = {
    "turtle": "RDF_TURTLE",
    "json-ld": "JSON_LD",
    "rdf-xml": "RDF_XML",
    "n-triples": "RDF_N_TRIPLES",
    "n-quads": "RDF_N_QUADS",
    "trig": "RDF_TRIG",
    "csv": "CSV",
}

FILE_TYPES = {format: f"{_EU}file-type/{name}" for format, name in _FILE_TYPES.items()}
"""The IRIs of file types by the names of formats: those of dumps and tables."""

THEMES = f"{_EU}data-theme"
"""The list of themes that data portals of Europe sort by."""

_THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}

_LICENCE_TYPE = "http://purl.org/adms/licencetype/"
_LICENCE_TYPES = {
    "https://creativecommons.org/licenses/by/": ("Attribution",),
    "https://creativecommons.org/licenses/by-sa/": ("Attribution", "ViralEffect-ShareAlike"),
    "https://creativecommons.org/licenses/by-nc/": ("Attribution", "NonCommercialUseOnly"),
    "https://creativecommons.org/licenses/by-nd/": ("Attribution", "NoDerivativeWork"),
    "https://creativecommons.org/publicdomain/": ("PublicDomain",),
    "https://opendatacommons.org/licenses/by/": ("Attribution",),
    "https://opendatacommons.org/licenses/odbl/": ("Attribution", "ViralEffect-ShareAlike"),
    "https://opendatacommons.org/licenses/pddl/": ("PublicDomain",),
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/": ("Attribution",),
}


def licence_types(licence: str) -> tuple[str, ...]:
    """The ADMS types of a well-known licence; nothing for any other licence."""
    address = licence.replace("http://", "https://", 1)
    found = next((kinds for start, kinds in _LICENCE_TYPES.items() if address.startswith(start)), ())
    return tuple(_LICENCE_TYPE + kind for kind in found)


CONCEPTS = {f"{THEMES}/{name}": words for name, words in _THEMES.items()}
"""The words for themes."""

_TITLES = {
    "access-right": "Access rights",
    "data-theme": "Data themes of the EU",
    "file-type": "File types",
    "frequency": "Frequencies",
    "language": "Languages",
    "planned-availability": "Planned availability",
}
_LISTS = {f"{_EU}{name}/": (f"{_EU}{name}", title) for name, title in _TITLES.items()}
_LISTS["http://purl.org/adms/licencetype/"] = ("http://purl.org/adms/licencetype/1.0", "Types of licences")
_LISTS["http://data.europa.eu/bna/"] = ("http://data.europa.eu/bna/asd487ae75", "Categories of high-value datasets")
_LISTS["http://purl.org/adms/publishertype/"] = ("http://purl.org/adms/publishertype/1.0", "Types of publishers")


def list_of(iri: str) -> tuple[str, str] | None:
    """The list that an IRI is from, which harvesters that check look for, and its title; ``None`` for no list here."""
    return next((found for start, found in _LISTS.items() if iri.startswith(start)), None)
