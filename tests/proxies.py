"""Proxies before running services, configured as the manual says."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from running import free_port

MANUAL = Path(__file__).resolve().parents[1] / "server" / "accord" / "web" / "manual"
_BLOCK = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_AROUND = """
daemon off; pid {at}/nginx.pid; error_log {at}/nginx.log; worker_processes 1; {user}
events {{}}
http {{
  access_log off;
  client_body_temp_path {at}/body; proxy_temp_path {at}/proxy; fastcgi_temp_path {at}/fastcgi;
  uwsgi_temp_path {at}/uwsgi; scgi_temp_path {at}/scgi;
  {block}
}}
"""


def blocks(page: str, heading: str) -> list[str]:
    """The blocks of code under a heading of a page of the manual."""
    text = (MANUAL / f"{page}.md").read_text("utf-8")
    part = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert part, f"{page}.md has no heading {heading!r}"
    return _BLOCK.findall(part)


def replaced(block: str, words: Mapping[str, str]) -> str:
    """A block with other words, each of which must be there."""
    for old, new in words.items():
        assert old in block, f"{old!r} is not in\n{block}"
        block = block.replace(old, new)
    return block


@contextlib.contextmanager
def nginx(block: str, words: Mapping[str, str], at: Path) -> Iterator[str]:
    """Run nginx with a block of the manual in which the addresses are replaced; where it answers."""
    assert NGINX, "nginx is not installed"
    port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
    block = replaced(block, {"listen 80;": f"listen 127.0.0.1:{port};", **words})
    configuration = at / "nginx.conf"
    configuration.write_text(_AROUND.format(at=at, block=block, user=user), "utf-8")
    with subprocess.Popen([NGINX, "-p", str(at), "-c", str(configuration)], stderr=subprocess.PIPE, text=True) as one:
        try:
            while one.poll() is None:
                with contextlib.suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                time.sleep(0.02)
            else:
                raise AssertionError(
                    (at / "nginx.log").read_text("utf-8") if (at / "nginx.log").exists() else one.stderr
                )
            yield f"http://127.0.0.1:{port}"
        finally:
            one.terminate()
