"""A publication in an editor: findings, completion, and what a term means (Language Server Protocol 3.17)."""

from __future__ import annotations

from accord.editors.server import LanguageServer

__all__ = ["LanguageServer"]
