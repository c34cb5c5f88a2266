"""Answers that have rows and still mislead, a module for each reason.

``aggregates`` (with ``sources``) is for sums and counts, ``products`` for rows that multiply, ``members`` for narrower
classes; ``unbound`` and ``valueless`` are for columns without values, ``comments`` for a ``#`` that hides a part.
"""
