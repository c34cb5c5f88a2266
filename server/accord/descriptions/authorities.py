"""The names that the vocabularies of the EU have for languages and formats, as DCAT-AP 3 wants them (section 11)."""

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

CONCEPTS = {f"{THEMES}/{name}": words for name, words in _THEMES.items()}
"""The words for themes."""
