"""The pages of a site that are about no thing, found by the words that people use for them: ``download``, ``api``."""

from __future__ import annotations

from accord.search.folding import folded
from accord.search.plain_questions import wanted

_PAGES = (
    (
        "Data",
        "catalog.catalog",
        "data dataset download downloads csv excel spreadsheet turtle rdf dump licence",
    ),
    ("Query the data (SPARQL)", "sparql.endpoint", "sparql endpoint query queries"),
    ("Interfaces for programs", "docs.api", "api apis interface interfaces openapi json program programs"),
    ("Terms (ontology)", "pages.ontology", "ontology vocabulary term terms glossary definitions class classes schema"),
    ("How to use this site", "docs.index", "help how use documentation tutorial"),
    ("Manual", "manual.manual", "manual documentation accord"),
    ("Changes", "changes.changes", "change changes news new feed atom history latest updates"),
    ("Contribute", "contribute.kinds", "contribute add correct correction edit form propose proposals"),
    ("Check a file", "check.form", "check validate validation validator shacl"),
    ("Match a table", "docs.reconcile", "match openrefine reconcile reconciliation"),
    ("Find by identifier", "sameas.sameas", "identifier identifiers iri iris code codes"),
)
"""The name of each page in the footer, its view, and words for it."""


def own_pages(asked: str) -> list[tuple[str, str]]:
    """The name and the view of each page that all words of a search are about."""
    words = set(wanted(folded(asked)))
    return [(name, view) for name, view, known in _PAGES if words and words <= set(known.split())]
