"""Rules about the publication as a whole: the program's queries whose name begins with ``rule-``.

A rule selects ``?this``, the thing that breaks it, and if it can the property and the value that do (``?path``,
``?value``), the graph of the file that states it (``?file``), and another thing that has to do with it (``?other``),
where it is shown if the checked files say nothing of the first. Lines ``# contributed: …`` are patterns that keep the
query to the nodes, the subjects or the files of a contribution, which decide alone whether it has a finding. Where
there are lines ``# or contributed: …`` as well, the query is asked once with these and once with the others. Its
settings are the code, the severity, the message and the remedy of its findings; ``{?name}`` in a message or remedy is
replaced by the value of the variable, and ``{?written}`` by an IRI as files write it. Relative IRIs are the
publication's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache

from rdflib import BNode, Literal
from rdflib.term import Node

from accord import queries
from accord.queries import NamedQuery
from accord.validation.check_input import CheckInput, Statements
from accord.validation.exchange import iri, to_store
from accord.validation.findings import SEVERITIES, Finding
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.words.places import Locator
from accord.validation.words.sentences import MessageWriter

_NARROWING = re.compile(r"^( *)# (or )?contributed: (.*)$", re.MULTILINE)
_MOST = 2_000
"""Nodes of a contribution up to which a rule looks at them alone: beyond that, a look at all things is as quick."""


def rules() -> list[NamedQuery]:
    """All rules."""
    return [queries.load(name) for name in queries.names() if name.startswith("rule-")]


def check(check_input: CheckInput, locator: Locator, message_writer: MessageWriter) -> Iterator[Finding]:
    """Where the checked files break a rule, which the publication did not break without them."""
    documents = {one.graph.value: one.document for one in check_input.checked}

    @cache
    def within(graph: str) -> Locator | None:
        """The locator of one file, or none when the file is not checked."""
        checked = documents.get(graph)
        return replace(locator, statements=Statements([checked])) if checked else None

    values = _values(check_input) if check_input.is_contributed else {}
    for rule in rules():
        texts, found = _narrowed(rule.text, values), {}
        for row in _rows(check_input, texts):
            where = within(str(row["file"])) if "file" in row else locator
            if where and (finding := _finding(rule, row, where, message_writer)):
                found[frozenset(row.items())] = finding
        if found and check_input.is_contributed and "?file" not in rule.text:
            with check_input.without_contribution():
                for row in _rows(check_input, texts):
                    found.pop(frozenset(row.items()), None)
        yield from found.values()


def _rows(check_input: CheckInput, texts: Iterable[str]) -> Iterator[dict[str, Node]]:
    return (row for text in texts for row in check_input.rows(text))


def _values(check_input: CheckInput) -> dict[str, str]:
    """What a contribution speaks of, as SPARQL lists it; nothing where it is much or has blank nodes.

    A finding needs a place in the checked files, which name its thing, or describe its value.
    """
    statements = check_input.statements
    nodes = [one for one in statements.terms() if not isinstance(one, Literal)]
    if len(nodes) > _MOST or any(isinstance(one, BNode) for one in nodes):
        return {}
    subjects = [one for one in nodes if statements.about(one)]
    files = " ".join(str(one.graph) for one in check_input.checked)
    return {"nodes": _listed(nodes), "subjects": _listed(subjects), "files": files}


def _listed(nodes: Iterable[Node]) -> str:
    """IRIs with a space between them, without those that the store cannot hold."""
    found = []
    for one in nodes:
        with suppress(ValueError):
            found.append(str(to_store(one)))
    return " ".join(found)


def _narrowed(text: str, values: Mapping[str, str]) -> list[str]:
    """The queries that find together what a rule finds for these values; the rule itself where it has no such line."""
    kinds = {line[2] for line in _NARROWING.finditer(text)} if values else set()

    def with_lines(kind: str | None) -> str:
        return _NARROWING.sub(lambda line: _filled(line[3], values) if line[2] == kind else "", text)

    return [with_lines(kind) for kind in kinds] or [text]


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    for name, listed in values.items():
        pattern = pattern.replace(f"{{{name}}}", listed)
    return pattern


def _finding(rule: NamedQuery, row: dict[str, Node], locator: Locator, message_writer: MessageWriter) -> Finding | None:
    """The finding of a row, none when no checked file has to do with it."""
    severity = next(one for one in SEVERITIES if one == rule.settings["severity"])
    result = ShaclResult(row["this"], row.get("path"), row.get("value"), severity, rule.settings["code"], row["this"])
    spot, value = locator.best(result), locator.value(result)
    if not spot and "other" in row:
        spot = locator.best(replace(result, focus=row["other"], value=None))
    if not spot:
        return None
    words = dict(row)
    if "written" in row:
        words["written"] = Literal(message_writer.term_index.written(str(row["written"])))
    return Finding(
        code=result.component,
        severity=severity,
        message=message_writer.fill(rule.settings["message"], words),
        place=spot.place,
        focus=iri(result.focus),
        property=iri(result.path),
        value=value.written if value else "",
        remedy=message_writer.fill(rule.settings["remedy"], words),
    )
