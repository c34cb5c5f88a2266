"""SPARQL queries as strings: their tokens, what a query may contain, and its errors with line and column.

Read ``tokens`` and ``query_tokens`` first, then ``guard`` (what is allowed, in one pass) and its ``inspection``.
``mistakes`` finds common errors, and ``syntax`` says them, or the engine's error in plain words. ``rewriting`` makes
other queries of one.
"""
