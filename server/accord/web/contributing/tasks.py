"""What the checker's process does for pages: checks for contributors, and answers of older versions."""

from __future__ import annotations

from collections.abc import Mapping

from accord.proposals.checking.checker import Task


def tasks() -> Mapping[str, Task]:
    """Each task by the name with which a page asks for it; imported only where they are done."""
    from accord.archive.answers import answer_task
    from accord.archive.differences import changes_task
    from accord.archive.things import things_task
    from accord.proposals.checking.checks import check_task, fix_task, shapes_task
    from accord.proposals.checking.forms import form_task, kinds_task
    from accord.proposals.checking.preview import preview_task, questions_task
    from accord.proposals.checking.workbooks import cells_task, empty_workbook_task
    from accord.proposals.repository.candidate import verdict_task
    from accord.web.contributing.page_preview import page_task

    return {
        "answer": answer_task,
        "changes": changes_task,
        "cells": cells_task,
        "check": check_task,
        "fix": fix_task,
        "shapes": shapes_task,
        "kinds": kinds_task,
        "things": things_task,
        "form": form_task,
        "workbook": empty_workbook_task,
        "verdict": verdict_task,
        "preview": preview_task,
        "page": page_task,
        "questions": questions_task,
    }
