"""How the last reload ended: written by the supervisor, and read by the web process for ``/ready``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

UNCHANGED = 10
"""The exit code of the process that reads the folder when there is nothing new in it."""


def note_reason(folder: Path, why: str) -> None:
    """Say why a reload that is under way is refused; the process that finds out is not the supervisor."""
    (folder / "refused").write_text(why, "utf-8")


def conclude(folder: Path, result: str, version: str) -> dict[str, str]:
    """Write down how a reload ended (``reloaded``, ``unchanged`` or ``refused``), with the version that is served."""
    reason = folder / "refused"
    why = reason.read_text("utf-8") if result == "refused" and reason.exists() else ""
    reason.unlink(missing_ok=True)
    outcome = {"result": result, "at": datetime.now(UTC).isoformat(timespec="seconds"), "version": version}
    outcome |= {"why": why or "The check did not pass; the log of the service says why."} if result == "refused" else {}
    written = folder / "reload.next"
    written.write_text(json.dumps(outcome), "utf-8")
    written.replace(folder / "reload.json")
    return outcome


def last(folder: Path) -> dict[str, str] | None:
    """How the last reload ended; ``None`` before the first."""
    try:
        found: dict[str, str] = json.loads((folder / "reload.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    return found
