"""Checking a publication, or a contribution to it: every mistake in one run, at its place, in plain words."""

from __future__ import annotations

from accord.validation.checking import check
from accord.validation.contributions import check_sandboxed
from accord.validation.findings import SEVERITIES, Finding, Report, Severity
from accord.validation.verdicts import verdict

__all__ = ["SEVERITIES", "Finding", "Report", "Severity", "check", "check_sandboxed", "verdict"]
