"""Every published version again: answers of an older one, and what changed since. The versions are git's commits."""
