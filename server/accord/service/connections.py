"""The connections of the web server: how many it may hold."""

from __future__ import annotations

import resource

from accord.http.limits import ConnectionLimits

_SPARE = 512
"""Descriptors that are left for files, workers and answers when all connections are in use."""


def connections() -> int:
    """How many connections the web server may hold. Raises the limit on descriptors as far as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ConnectionLimits().connections + _SPARE
    allowed = most if hard == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(128, allowed - _SPARE)
