"""Notes at the start: about the publication, and about dangers on this machine."""

from __future__ import annotations

import os
import sys

from accord import confine
from accord.publication import Publication


def print_notes(publication: Publication) -> None:
    """Print what was read of a folder, and the warnings about a publication."""
    for line in publication.reading:
        print(line, file=sys.stderr, flush=True)
    for note in publication.notes:
        print(f"accord: {note}", file=sys.stderr, flush=True)


def warn_of_dangers() -> None:
    """Print what about this machine makes an attack more dangerous."""
    if os.geteuid() == 0:
        words = "It runs as root, so an attacker who takes it over controls the whole machine."
        remedy = "Fix: Run it as a separate user (User= in systemd, USER in a container)."
        print(f"accord: {words}\n  {remedy}", file=sys.stderr)
    if lacking := confine.missing():
        words = f"This system cannot confine query workers fully; it lacks {', '.join(lacking)}."
        print(f"accord: {words}\n  The limits on time, memory and descriptors still apply.", file=sys.stderr)
