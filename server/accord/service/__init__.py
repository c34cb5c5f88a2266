"""The processes of `accord serve`: a supervisor over the query engine and the web server, and the releases they serve."""

from __future__ import annotations

from accord.service.service import Service

__all__ = ["Service"]
