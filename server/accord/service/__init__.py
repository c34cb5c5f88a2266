"""The processes of `accord serve`: supervisor, releases, web server and connections."""

from __future__ import annotations

from accord.service.service import Service

__all__ = ["Service"]
