"""Folders and files that do harm when they are checked or served: the other attacks of the security review.

Each is made from a copy of the small publication beside the tests.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

SMALL = Path(__file__).parent / "publication"
SECRET = "a secret of the host"
PREFIXES = (
    "@prefix id: <https://example.org/lights/id/> .\n@prefix light: <https://example.org/lights/ns#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\n"
)
ODD_DATES = {
    "year 10000": "253402300800 +0000",
    "zone +9999": "1700000000 +9999",
    "zone -2400": "1700000000 -2400",
    "before 1900": "-2500000000 +0000",
}
"""Dates of commits as git writes them: seconds since 1970 and a time zone."""


def copied(at: Path) -> Path:
    """A copy of the small publication."""
    return Path(shutil.copytree(SMALL, at))


def thing(slug: str, *statements: str) -> str:
    """A Turtle file that describes one stretch of coast."""
    return PREFIXES + f"id:{slug}\n    a light:Coast ;\n    " + " ;\n    ".join(statements) + " .\n"


def digits(at: Path) -> Path:
    """A publication with a label of 4,400 digits (M4)."""
    folder = copied(at)
    (folder / "data" / "digits.ttl").write_text(thing("digits", f'rdfs:label "{"1" * 4400}"@en'), "utf-8")
    return folder


def blanks(at: Path) -> Path:
    """A file with a literal of 80,000 blanks (M6)."""
    literal = f'dcterms:description "a{" " * 80_000}b"@en'
    at.write_text(thing("blanks", 'rdfs:label "Blanks"@en', literal), "utf-8")
    return at


def labels(at: Path, count: int = 300) -> Path:
    """A file with so many labels in one language (M7)."""
    at.write_text(thing("labels", *(f'rdfs:label "label {n}"@en' for n in range(count))), "utf-8")
    return at


def dots(at: Path) -> Path:
    """A file of 1 MB of dots (M7)."""
    at.write_text("." * 1_000_000, "utf-8")
    return at


def shaped(at: Path, where: str, port: int) -> Path:
    """A publication with a shape that asks ``where``, with ``ex:`` an address of this machine (M3)."""
    folder, here = copied(at), f"http://127.0.0.1:{port}/"
    (folder / "shapes" / "hostile.ttl").write_text(
        PREFIXES
        + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        + f'<urn:x:prefixes>\n    sh:declare [ sh:prefix "ex" ; sh:namespace "{here}"^^xsd:anyURI ] .\n\n'
        + "<urn:x:shape>\n    a sh:NodeShape ;\n    sh:targetClass light:Lighthouse ;\n    sh:sparql [\n"
        + '        a sh:SPARQLConstraint ;\n        sh:message "Hostile."@en ;\n'
        + "        sh:prefixes <urn:x:prefixes> ;\n"
        + f'        sh:select "SELECT $this WHERE {{ {where.replace("HERE", here)} }}" ] .\n',
        "utf-8",
    )
    return folder


SHAPES = {
    "SERVICE": "SERVICE <HERE> { $this ?p ?o }",
    "SERVICEex:b, without a space": "SERVICEex:b { $this ?p ?o }",
    "6,000 braces": "{" * 6000 + "$this ?p ?o" + "}" * 6000,
    "cross product": "$this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . "
    "FILTER(STRLEN(STR(?c)) + STRLEN(STR(?l)) < 0)",
}


def linked(at: Path) -> Path:
    """A publication whose query and data are links to files outside (H4)."""
    folder = copied(at)
    private, turtle = at.with_name("private.txt"), at.with_name("private.ttl")
    private.write_text(SECRET, "utf-8")
    turtle.write_text(thing("private", f'rdfs:label "{SECRET}"@en'), "utf-8")
    (folder / "data" / "queries" / "private.rq").symlink_to(private)
    (folder / "data" / "private.ttl").symlink_to(turtle)
    return folder


def git(folder: Path, *words: str, given: bytes | None = None) -> str:
    """Run git in a folder as nobody in particular."""
    names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        input=given,
        capture_output=True,
        check=True,
        env={**os.environ, **dict.fromkeys(names, "x@example.org")},
    )
    return done.stdout.decode().strip()


def committed(at: Path) -> Path:
    """A publication in git, of two commits."""
    folder = copied(at)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")
    (folder / "data" / "second.ttl").write_text(thing("second", 'rdfs:label "Second"@en'), "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "second")
    return folder


def _recommit(folder: Path, old: bytes, new: bytes) -> None:
    """Replace the last commit by one whose text differs."""
    text = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=folder, capture_output=True, check=True).stdout
    changed = text.replace(old, new, 1)
    assert changed != text
    commit = git(folder, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=changed)
    git(folder, "update-ref", "HEAD", commit)


def dated(at: Path, date: str) -> Path:
    """A publication in git whose last commit has a date of ODD_DATES (M5)."""
    folder = committed(at)
    committer = git(folder, "log", "-1", "--format=%cd", "--date=raw").encode()
    _recommit(folder, b"committer x@example.org <x@example.org> " + committer,
              b"committer x@example.org <x@example.org> " + date.encode())  # fmt: skip
    return folder


def trapped(at: Path, trap: str) -> tuple[Path, Path]:
    """A publication whose .git runs a script, and the file that the script then leaves (H3). ``trap`` of TRAPS."""
    folder, mark, script = committed(at), at.with_name(f"{at.name}.mark"), at.with_name(f"{at.name}.sh")
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    TRAPS[trap](folder, str(script))
    for file in folder.rglob("*.ttl"):
        os.utime(file, (1_600_000_000, 1_600_000_000))  # git has to look at each again
    return folder, mark


def _hook(folder: Path, script: str) -> None:
    shutil.copy(script, folder / ".git" / "hooks" / "post-index-change")


def _hooks_path(folder: Path, script: str) -> None:
    hooks = folder.with_name(f"{folder.name}.hooks")
    hooks.mkdir()
    shutil.copy(script, hooks / "post-index-change")
    git(folder, "config", "core.hooksPath", str(hooks))


def _filter(kind: str, folder: Path, script: str) -> None:
    (folder / ".git" / "info" / "attributes").write_text("*.ttl filter=x\n", "utf-8")
    git(folder, "config", f"filter.x.{kind}", script)


def _signature(folder: Path, script: str) -> None:
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "gpg.program", script)
    signature = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsecond"
    _recommit(folder, b"\n\nsecond", signature)


def _promisor(folder: Path, script: str) -> None:
    """The tree of the first commit is missing, and is to be fetched by a script."""
    tree = git(folder, "rev-parse", "HEAD~1:data")
    git(folder, "config", "core.repositoryFormatVersion", "1")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "remote.origin.url", str(folder))
    git(folder, "config", "remote.origin.uploadpack", script)
    lost = folder / ".git" / "objects" / tree[:2] / tree[2:]
    lost.unlink()


def _monitor(folder: Path, script: str) -> None:
    git(folder, "config", "core.fsmonitor", script)


def _textconv(folder: Path, script: str) -> None:
    (folder / ".git" / "info" / "attributes").write_text("*.ttl diff=x\n", "utf-8")
    for name in ("diff.x.textconv", "diff.x.command", "diff.external"):
        git(folder, "config", name, script)


TRAPS = {
    "hook post-index-change": _hook,
    "core.hooksPath": _hooks_path,
    "filter clean": lambda folder, script: _filter("clean", folder, script),
    "filter process": lambda folder, script: _filter("process", folder, script),
    "log.showSignature": _signature,
    "promisor remote": _promisor,
    "core.fsmonitor": _monitor,
    "textconv and external diff": _textconv,
}
