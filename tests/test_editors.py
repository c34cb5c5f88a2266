"""What editors and forges read of this repository: matchers, hooks, line ends."""

from __future__ import annotations

import json
import re
import subprocess

from accord.errors import Place
from accord.validation import Finding, reports
from accord.validation.grouping import report
from places import ROOT


def test_the_matcher_of_the_editor_reads_each_finding() -> None:
    place = Place("data/a b:1.ttl", 2, 5, 2, 8)
    findings = [Finding("SH-IN", severity, "It is: wrong.", place) for severity in ("violation", "warning", "info")]
    text = reports.text(report(findings, files=1, triples=1, seconds=0), {}, colour=False)
    for task in json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]:
        pattern = re.compile(task["problemMatcher"]["pattern"]["regexp"])
        found = [match.groups() for line in text.splitlines() if (match := pattern.match(line))]
        assert [one[:3] for one in found] == [("data/a b:1.ttl", "2", "5")] * 3
        assert {one[3] for one in found} == {"error", "warning", "note"}
        assert {one[4:] for one in found} == {("It is: wrong.", "SH-IN")}


def test_hooks_name_commands_that_there_are() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entries = re.findall(r"^  entry: accord (\w+)", hooks, re.M)
    assert entries == ["check", "fix"]
    assert re.findall(r"^- id: ([\w-]+)", hooks, re.M) == [f"accord-{entry}" for entry in entries]


def test_the_workflow_puts_no_input_into_a_command() -> None:
    workflow = (ROOT / ".github" / "workflows" / "accord-check.yml").read_text("utf-8")
    commands = re.findall(r"^ +run: (.*)$", workflow, re.M)
    assert len(commands) == 2
    assert not any("${{" in command for command in commands)


def test_the_workflow_installs_what_is_named_and_has_no_default() -> None:
    workflow = (ROOT / ".github" / "workflows" / "accord-check.yml").read_text("utf-8")
    accord = workflow.partition("      accord:\n")[2].partition("      python:\n")[0]
    assert "required: true" in accord
    assert "default" not in accord.replace("no default", "")


def test_line_ends_are_those_of_unix_in_every_checkout() -> None:
    given = subprocess.run(
        ["git", "check-attr", "eol", "--", "data/publication.ttl", "README.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if given.returncode == 0:
        assert given.stdout.count("eol: lf") == 2
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text("utf-8")
