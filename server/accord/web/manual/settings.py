"""The reference of the settings of a publication, from the vocabulary that declares them."""

from __future__ import annotations

from importlib.resources import files

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from accord.names import ACCORD, RDFS, SKOS

GROUPS = {
    "checks": "What is checked",
    "evidence": "Where facts come from",
    "names": "Names and identifiers",
    "amounts": "Amounts",
    "places": "Places",
    "pages": "How pages show it",
}
"""The groups of the vocabulary (``skos:notation``) and their titles."""


def terms() -> dict[str, dict[str, str]]:
    """Each term of the vocabulary, without the namespace, with its ``notation``, ``comment`` and ``example``."""
    data = (files("accord.publication") / "settings.ttl").read_bytes()
    found: dict[str, dict[str, str]] = {}
    for quad in parse(data, RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and subject.value.startswith(ACCORD):
            about = found.setdefault(subject.value.removeprefix(ACCORD), {})
            if isinstance(value, Literal):
                about[quad.predicate.value.removeprefix(RDFS).removeprefix(SKOS)] = value.value
    return found


def settings() -> str:
    """Markdown: a table for each group."""
    lines: list[str] = []
    for group, title in GROUPS.items():
        lines += [f"\n## {title}\n", "| term | meaning | example |", "|---|---|---|"]
        lines += [
            f"| `accord:{name}` | {about['comment']} | `{about['example']}` |"
            for name, about in terms().items()
            if about["notation"] == group
        ]
    return "\n".join(lines) + "\n"
