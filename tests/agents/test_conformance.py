"""The conformance suite of the protocol, where it is installed (npm ``@modelcontextprotocol/conformance``, Node 22).

    ACCORD_MCP_CONFORMANCE=node_modules/@modelcontextprotocol/conformance/dist/index.js pytest tests/agents

Of its scenarios, those apply that need no feature that this server does not declare (prompts, resources, logging,
sampling, elicitation) and no tool of the suite's own example server.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from places import TINY
from running import serving

SCENARIOS = ("server-initialize", "ping", "tools-list", "server-sse-multiple-streams", "dns-rebinding-protection")
SUITE = os.environ.get("ACCORD_MCP_CONFORMANCE", "")

_PASSED = re.compile(r"Passed: (\d+)/(\d+), (\d+) failed")


@pytest.mark.skipif(
    not (SUITE and shutil.which("node")), reason="ACCORD_MCP_CONFORMANCE names no suite, or there is no node"
)
def test_every_scenario_that_applies_passes() -> None:
    with serving(TINY) as service:
        address = f"{service.url.replace('127.0.0.1', 'localhost')}/mcp"
        for scenario in SCENARIOS:
            command = ["node", SUITE, "server", "--url", address, "--scenario", scenario]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
            passed = _PASSED.search(done.stdout)
            assert passed, done.stdout + done.stderr
            assert (passed[1], passed[3]) == (passed[2], "0"), done.stdout
