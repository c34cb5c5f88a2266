"""The tools of a publication: find, describe, schema, examples, ask, check."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from accord import formats, queries
from accord.agents.asking import MOST_ROWS, NOT_STATED, ROWS, ask, read
from accord.agents.facts import facts, phrase, pointing
from accord.agents.protocol import ToolServer
from accord.agents.schema import require_class, schema
from accord.agents.sources import Sources
from accord.agents.tools import Argument, Tool, WrongArgument
from accord.agents.writing import written
from accord.engine import Query
from accord.parsing.syntaxes import SYNTAXES
from accord.proposals.checking.contributions import pack, require_small
from accord.publication import SourceFile
from accord.search import Filters
from accord.sparql.prologue import with_prefixes
from accord.sparql.rewriting.binding import bind
from accord.validation import Report

FOUND, QUESTIONS = 10, 10
"""Things, and questions, that are shown where nothing else is asked for."""

_INSTRUCTIONS = (
    "{title}. {description} Data version {version}. Begin with find or examples; describe gives the facts about a thing"
    " with the phrases of the sources that support them; schema says which classes and properties there are; ask runs"
    " SPARQL 1.1 and says what is odd about an answer. Quote the phrase and give the address with each fact. What is"
    " not stated here is not known here: say so, and do not fill it in. Licence: {license}."
)


def server(sources: Sources) -> ToolServer:
    """The server of a publication."""
    settings = sources.publication.settings
    words = _INSTRUCTIONS.format(
        title=settings.title,
        description=settings.description,
        version=sources.publication.version,
        license=settings.license or "not stated",
    )
    return ToolServer("accord", settings.title, words, tools(sources))


def tools(sources: Sources) -> tuple[Tool, ...]:
    """Every tool; each only reads."""
    return (*_look_up(sources), *_ask(sources))


def _look_up(sources: Sources) -> tuple[Tool, ...]:
    """The tools that find and describe things."""
    return (
        Tool(
            "find",
            "Find things",
            "Finds things by name, initials, identifier, sum (£300m), date, or words of the sources, with the reason"
            " for each hit, and questions that have an answer ready.",
            (
                Argument("query", "What to look for.", required=True, most=300),
                Argument("class", "Only things of this class, as a prefixed name or an IRI.", most=500),
                Argument("limit", f"Maximum number of things; {FOUND} by default.", "integer", most=50),
            ),
            partial(find, sources),
        ),
        Tool(
            "describe",
            "Facts about a thing",
            "What is stated about a thing, each fact with the phrase, source and place that support it, and who points"
            " to it. It says what is not stated.",
            (
                Argument("iri", "The IRI or prefixed name of a thing, as find gives it.", required=True, most=2_000),
                Argument("property", "Only this property, as a prefixed name or an IRI.", most=500),
            ),
            partial(describe, sources),
        ),
    )


def _ask(sources: Sources) -> tuple[Tool, ...]:
    """The tools for questions, terms and contributions."""
    return (
        Tool(
            "schema",
            "Classes and properties",
            "Which classes there are and how many members each has; with a class, its properties, how often each is"
            " used, and the classes or datatypes of the values.",
            (Argument("class", "A class, as a prefixed name or an IRI.", most=500),),
            partial(schema, sources),
        ),
        Tool(
            "examples",
            "Questions with their queries",
            "Questions that people ask, each with a tested SPARQL query and what to know about its answer.",
            (Argument("query", "Words of the question; without them all titles are shown.", most=300),),
            partial(examples, sources),
        ),
        Tool(
            "ask",
            "Ask in SPARQL",
            "Runs a SPARQL 1.1 query. The prefixes of the publication need no declaration. The answer says why it is"
            " empty or may mislead, and quotes the phrases that support what is in it.",
            (
                Argument("query", "The query: SELECT, ASK, CONSTRUCT or DESCRIBE.", required=True),
                Argument("limit", f"Maximum number of rows; {ROWS} by default.", "integer", most=MOST_ROWS),
                Argument("infer", '"off" leaves out what follows from the ontology.', choices=("on", "off")),
            ),
            partial(ask, sources),
        ),
        Tool(
            "check",
            "Check a contribution",
            "Checks RDF as a contribution to this publication: every mistake with its line, column and a likely fix."
            " Nothing is stored.",
            (
                Argument("text", "The file.", required=True, most=200_000),
                Argument("path", "The path of the file in the publication that it replaces.", most=200),
                Argument("syntax", "The syntax; Turtle by default.", choices=tuple(one.name for one in SYNTAXES)),
            ),
            partial(check, sources),
        ),
    )


def find(sources: Sources, arguments: Mapping[str, Any]) -> str:
    """Things and questions that a search finds."""
    words, count = arguments["query"], arguments.get("limit", FOUND)
    kind = require_class(sources, name) if (name := arguments.get("class", "")) else ""
    found = sources.search().find(words, Filters(kind), 0, count)
    things = [
        {
            "iri": sources.short(hit.thing.iri),
            "label": hit.thing.name.text,
            "classes": [sources.short(one) for one in hit.thing.kinds],
            "because": f"{hit.why.label or 'class'}: {''.join(piece for piece, _ in hit.snippet)}" if hit.why else None,
            **({"amounts": list(hit.thing.amounts)} if hit.thing.amounts else {}),
            **({"years": list(hit.thing.years)} if hit.thing.years else {}),
            "address": sources.page(hit.thing.iri),
        }
        for hit in found.hits
    ]
    questions = [{"title": one.title, "slug": one.slug} for one in sources.questions.find(words, 3)]
    shown = {
        "version": sources.publication.version,
        "address": sources.address(f"/search?{urlencode({'q': words})}"),
        "total": found.total,
        "things": things,
        "questions": questions,
    }
    return written(shown if things else {**shown, "notStated": NOT_STATED}, "things")


def describe(sources: Sources, arguments: Mapping[str, Any]) -> str:
    """The facts about a thing."""
    iri = sources.expand(arguments["iri"])
    resource = sources.resources.read(iri)
    shown: dict[str, Any] = {"version": sources.publication.version, "iri": sources.short(iri)}
    if resource is None:
        near = sources.search().find(iri.rpartition("/")[2].replace("-", " "), Filters(), 0, 3).hits
        nearest = [f"{sources.short(hit.thing.iri)} ({hit.thing.name.text})" for hit in near]
        return written({**shown, "notStated": f"Nothing is stated about this IRI. {NOT_STATED}", "nearest": nearest})
    property = sources.expand(arguments.get("property", ""))
    found = [fact for fact in resource.facts if property in ("", fact.property.iri)]
    shown |= {
        "label": resource.name.text,
        "classes": [sources.short(one.iri) for one in resource.kinds],
        "address": sources.page(iri) or sources.address(f"/resource?{urlencode({'iri': iri})}"),
        "facts": facts(sources, found),
    }
    if property and not found:
        shown |= {"follows": values} if (values := _following(sources, iri, property)) else {"notStated": NOT_STATED}
    if property:
        return written(shown, "facts", "follows")
    if resource.description:
        shown["description"] = facts(sources, [resource.description])
    if resource.aliases:
        shown["otherNames"] = [value.name.text for value in resource.aliases.values]
    shown["evidenceForNameAndClass"] = [phrase(sources, one) for one in resource.name_evidence]
    shown["pointingHere"] = pointing(sources, resource)
    return written(shown, "facts", "pointingHere", "evidenceForNameAndClass")


def _following(sources: Sources, iri: str, property: str) -> list[str]:
    """The values of a property that nobody states and that follow from the ontology, as prefixed names."""
    try:
        values = {"thing": NamedNode(iri), "property": NamedNode(property)}
    except ValueError as error:
        raise WrongArgument(f"The argument property is a prefixed name or an IRI, not {property[:80]!r}.") from error
    text = bind(queries.load("values-of-property").text, values, sources.publication.settings.prefixes)
    rows = json.loads(read(sources, Query(text, formats.JSON, client=sources.client)))["results"]["bindings"]
    return [sources.short(row["value"]["value"]) for row in rows]


def examples(sources: Sources, arguments: Mapping[str, Any]) -> str:
    """Questions with their queries, or all titles."""
    shown: dict[str, Any] = {"version": sources.publication.version, "address": sources.address("/queries")}
    if not (words := arguments.get("query", "")):
        titles = [{"slug": one.slug, "title": one.title} for one in sources.examples.values()]
        return written({**shown, "total": len(titles), "titles": titles}, "titles")
    named = [sources.examples[words]] if words in sources.examples else sources.questions.find(words, QUESTIONS)
    questions = [
        {
            "title": one.title,
            "readThis": one.description,
            "query": with_prefixes(one.text, sources.publication.settings.prefixes),
            "address": sources.address(f"/queries/{quote(one.slug)}"),
        }
        for one in named
    ]
    return written({**shown, "total": len(questions), "questions": questions}, "questions")


def check(sources: Sources, arguments: Mapping[str, Any]) -> str:
    """The findings about a contribution."""
    syntax = next(one for one in SYNTAXES if one.name == arguments.get("syntax", formats.TURTLE.label))
    path = arguments.get("path") or f"contribution{syntax.endings[0]}"
    if path.startswith("/") or ".." in path.split("/"):
        raise WrongArgument("The argument path is a path inside the publication, as data/people/new.ttl.")
    files = [SourceFile(path, ("data",), arguments["text"].encode("utf-8", "replace"))]
    require_small(files)
    report = Report.of(sources.checker.run("check", pack(files)))
    findings = [
        {
            "severity": one.severity,
            "code": one.code,
            "line": one.place.line if one.place else None,
            "column": one.place.column if one.place else None,
            "message": one.message,
            "fix": one.remedy,
        }
        for one in report.findings
    ]
    shown = {
        "version": sources.publication.version,
        "address": sources.address("/check"),
        "conforms": report.conforms,
        "triples": report.triples,
        "total": report.counts().total(),
        "findings": findings,
    }
    return written(shown, "findings")
