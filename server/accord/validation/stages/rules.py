"""Rules about the publication as a whole: the program's queries whose name begins with ``rule-``.

A rule selects ``?this``, the thing that breaks it, and if it can the property and the value that do (``?path``,
``?value``), the graph of the file that states it (``?file``), and another thing that has to do with it (``?other``),
where it is shown if the checked files say nothing of the first. Its settings are the code, the severity, the message
and the remedy of its findings; ``{?name}`` in a message or remedy is replaced by the value of the variable, and
``{?written}`` by an IRI as files write it. Relative IRIs are the publication's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from rdflib import Literal
from rdflib.term import Node

from accord import queries
from accord.queries import NamedQuery
from accord.validation.check_input import CheckInput, Statements
from accord.validation.exchange import iri
from accord.validation.findings import SEVERITIES, Finding
from accord.validation.shacl.run_pyshacl import Result
from accord.validation.words.places import Locator
from accord.validation.words.sentences import MessageWriter


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

    for rule in rules():
        found = {}
        for row in check_input.rows(rule.text):
            where = within(str(row["file"])) if "file" in row else locator
            if where and (finding := _finding(rule, row, where, message_writer)):
                found[frozenset(row.items())] = finding
        if found and check_input.is_contributed and "?file" not in rule.text:
            with check_input.without_contribution():
                for row in check_input.rows(rule.text):
                    found.pop(frozenset(row.items()), None)
        yield from found.values()


def _finding(rule: NamedQuery, row: dict[str, Node], locator: Locator, message_writer: MessageWriter) -> Finding | None:
    """The finding of a row, none when no checked file has to do with it."""
    severity = next(one for one in SEVERITIES if one == rule.settings["severity"])
    result = Result(row["this"], row.get("path"), row.get("value"), severity, rule.settings["code"], row["this"])
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
