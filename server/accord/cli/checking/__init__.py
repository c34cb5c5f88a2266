"""The commands that check files: ``check`` and ``fix``.

``files`` and ``tables`` read what is checked, ``previews`` prints what it would change, ``watching`` waits for changes,
and ``staying`` keeps a publication in memory between checks.
"""
