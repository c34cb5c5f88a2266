"""A query as a few lines of code, to be copied: for the shell, Python, R and JavaScript.

Each language reads its snippet back as exactly the query and the address, whatever characters they contain.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

Parameter = tuple[str, str]
"""Name and value of a parameter of the SPARQL 1.1 Protocol, or of this endpoint."""

_R_ESCAPES = {"\\": "\\\\", '"': '\\"', "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Snippet:
    """Code in a language."""

    language: str
    code: str


def snippets(endpoint: str, query: str, others: Sequence[Parameter], graph: bool) -> tuple[Snippet, ...]:
    """A query as code. ``others`` are its further parameters; ``graph`` says that the answer is RDF, not rows.

    The null character, which no shell can pass on, is written as SPARQL's own escape.
    """
    text = query.replace("\0", "\\u0000")
    return (
        Snippet("curl", _curl(endpoint, [("query", text), *others], graph)),
        Snippet("Python", _python(endpoint, text, others, graph)),
        *(() if graph else (Snippet("Python (pandas)", _pandas(endpoint, text, others)),)),
        Snippet("R", _r(endpoint, text, others, graph)),
        Snippet("JavaScript", _javascript(endpoint, text, others, graph)),
    )


def table_snippets(url: str) -> tuple[Snippet, ...]:
    """Lines that read the CSV at an address into other programs. In the address, quotes are escaped."""
    plain = url.replace("'", "%27").replace('"', "%22")
    query = f'Csv.Document(Web.Contents("{plain}"), [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv])'
    return (
        Snippet("Excel (Power Query)", f"let\n  Source = {query}\nin\n  Table.PromoteHeaders(Source)"),
        Snippet("Google Sheets", f'=IMPORTDATA("{plain}")'),
        Snippet("Python (pandas)", f'import pandas\n\nrows = pandas.read_csv("{plain}")'),
        Snippet("R", f'rows <- read.csv("{plain}", encoding = "UTF-8", check.names = FALSE)'),
        Snippet("DuckDB", f"SELECT * FROM read_csv('{plain}');"),
        Snippet("Parquet (by DuckDB)", f"COPY (SELECT * FROM read_csv('{plain}')) TO 'answer.parquet';"),
    )


def _curl(endpoint: str, parameters: Sequence[Parameter], graph: bool) -> str:
    accept = "text/turtle" if graph else "text/csv"
    lines = [f"curl {shlex.quote(endpoint)}", f"-H 'Accept: {accept}'"]
    lines += [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in parameters]
    return " \\\n  ".join(lines)


def _python(endpoint: str, query: str, others: Sequence[Parameter], graph: bool) -> str:
    format = "TURTLE" if graph else "JSON"
    lines = [
        f"from SPARQLWrapper import {format}, POST, SPARQLWrapper",
        "",
        f"endpoint = SPARQLWrapper({_python_text(endpoint)}, returnFormat={format})",
        "endpoint.setMethod(POST)",
        *(f"endpoint.{_SETTERS.get(name, 'addParameter')}({_python_arguments(name, value)})" for name, value in others),
        f'endpoint.setQuery("""{_python_lines(query)}""")',
    ]
    if graph:
        lines.append("print(endpoint.queryAndConvert().decode())")
    else:
        lines += ["answer = endpoint.queryAndConvert()", 'print(answer.get("results", answer))']
    return "\n".join(lines)


def _pandas(endpoint: str, query: str, others: Sequence[Parameter]) -> str:
    pairs = "".join(f"\n    ({_python_text(name)}, {_python_text(value)})," for name, value in others)
    return "\n".join(
        (
            "from urllib.parse import urlencode",
            "",
            "import pandas",
            "",
            f'query = """{_python_lines(query)}"""',
            f'parameters = [\n    ("query", query),\n    ("format", "csv"),{pairs}\n]',
            f'rows = pandas.read_csv({_python_text(endpoint)} + "?" + urlencode(parameters))',
            "print(rows)",
        )
    )


_PYTHON_SPECIAL = re.compile(r'[\\"\r]')
_JAVASCRIPT_SPECIAL = re.compile(r"[\\`\r]|\$(?=\{)")
_SETTERS = {"default-graph-uri": "addDefaultGraph", "named-graph-uri": "addNamedGraph"}


def _python_arguments(name: str, value: str) -> str:
    return ", ".join(_python_text(one) for one in ((value,) if name in _SETTERS else (name, value)))


def _python_text(text: str) -> str:
    return f'"{_python_lines(text)}"'.replace("\n", "\\n")


def _python_lines(text: str) -> str:
    """The content between three double quotes; line breaks are kept."""
    return _PYTHON_SPECIAL.sub(lambda one: {"\r": "\\r"}.get(one[0], "\\" + one[0]), text)


def _r(endpoint: str, query: str, others: Sequence[Parameter], graph: bool) -> str:
    fixed = [("format", "turtle" if graph else "csv"), *others]
    names = "".join(f"\n  {_r_text('&' + name + '=')}, encode({_r_text(value)})," for name, value in fixed)
    read = "writeLines(readLines(url))" if graph else 'rows <- read.csv(url, encoding = "UTF-8")\nprint(rows)'
    return "\n".join(
        (
            "encode <- function(text) URLencode(enc2utf8(text), reserved = TRUE)",
            f"query <- {_r_text(query)}",
            f"url <- paste0(\n  {_r_text(endpoint + '?query=')}, encode(query),{names[:-1]}\n)",
            read,
        )
    )


def _r_text(text: str) -> str:
    return '"' + "".join(_R_ESCAPES.get(one, one) for one in text) + '"'


def _javascript(endpoint: str, query: str, others: Sequence[Parameter], graph: bool) -> str:
    accept = "text/turtle" if graph else "application/sparql-results+json"
    pairs = "".join(f",\n  [{_javascript_text(name)}, {_javascript_text(value)}]" for name, value in others)
    return "\n".join(
        (
            f"const query = {_javascript_text(query)};",
            f'const body = new URLSearchParams([\n  ["query", query]{pairs},\n]);',
            f'const headers = {{ Accept: "{accept}" }};',
            f'const response = await fetch({_javascript_text(endpoint)}, {{ method: "POST", headers, body }});',
            f"console.log(await response.{'text' if graph else 'json'}());",
        )
    )


def _javascript_text(text: str) -> str:
    """A template literal; line breaks are kept."""
    return "`" + _JAVASCRIPT_SPECIAL.sub(lambda one: {"\r": "\\r"}.get(one[0], "\\" + one[0]), text) + "`"
