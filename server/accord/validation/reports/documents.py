"""A report as one JSON object, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from accord.validation.findings import SEVERITIES, Report


def as_json(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The report for programs, as one JSON object whose keys are stable.

    ``conforms``, ``files``, ``triples``, ``seconds``; ``counts`` by severity; and ``findings``, each with ``code``,
    ``severity``, ``message``, ``place`` (``null``, or ``file``, ``line``, ``column``, ``end_line`` and ``end_column``,
    from 1, the end exclusive), ``focus``, ``property``, ``value``, ``remedy`` and ``shape`` (empty where there is
    none), ``more`` (how many further findings have the same cause) and ``others`` (the places of the first of them).
    ``unlisted`` counts the findings that are left out, each with ``code``, ``severity`` and ``count``. Neither the
    texts of the files nor ``colour`` change it.
    """
    document = {
        "conforms": report.conforms,
        "files": report.files,
        "triples": report.triples,
        "seconds": round(report.seconds, 3),
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "findings": [asdict(finding) for finding in report.findings],
        "unlisted": [asdict(one) for one in report.unlisted],
    }
    return json.dumps(document, ensure_ascii=True, indent=2)
