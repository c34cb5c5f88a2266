"""What the checker's process does for the pages of contributors."""

from __future__ import annotations

from collections.abc import Mapping

from accord.proposals.checker import Task


def tasks() -> Mapping[str, Task]:
    """Each task by the name with which a page asks for it; imported only where they are done."""
    from accord.proposals.candidate import verdict_task
    from accord.proposals.checks import check_task
    from accord.proposals.forms import form_task, kinds_task
    from accord.proposals.preview import preview_task, questions_task

    return {
        "check": check_task,
        "kinds": kinds_task,
        "form": form_task,
        "verdict": verdict_task,
        "preview": preview_task,
        "questions": questions_task,
    }
