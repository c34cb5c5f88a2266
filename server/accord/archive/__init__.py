"""Older versions: answers of an older version, and what changed since. The versions are git commits."""
