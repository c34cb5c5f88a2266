"""What a page asks another process to do: the tasks of the checker, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name

from accord.proposals.checking.checker import Task

_PLACES = {
    "answer": "accord.archive.answers:answer_task",
    "changes": "accord.archive.differences:changes_task",
    "recent": "accord.archive.recent:recent_task",
    "things": "accord.archive.things:things_task",
    "check": "accord.proposals.checking.checks:check_task",
    "fix": "accord.proposals.checking.checks:fix_task",
    "shapes": "accord.proposals.checking.checks:shapes_task",
    "form": "accord.proposals.checking.forms:form_task",
    "kinds": "accord.proposals.checking.forms:kinds_task",
    "preview": "accord.proposals.checking.preview:preview_task",
    "questions": "accord.proposals.checking.preview:questions_task",
    "cells": "accord.proposals.checking.workbooks:cells_task",
    "workbook": "accord.proposals.checking.workbooks:empty_workbook_task",
    "verdict": "accord.proposals.repository.candidate:verdict_task",
    "page": "accord.web.page_preview:page_task",
}
"""Where each task is. They are names, since a page that asks for a task imports nothing that does it."""


def tasks() -> Mapping[str, Task]:
    """Each task by its name, imported: for the process that does them."""
    return {name: resolve_name(place) for name, place in _PLACES.items()}
