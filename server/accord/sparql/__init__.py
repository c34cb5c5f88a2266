"""SPARQL queries as strings: their tokens, what a query may contain, and its errors with line and column.

Read ``tokens`` and ``mistakes`` first (a query as its tokens), then ``guard`` (what is allowed, in one pass) and
``syntax`` (the engine's error in plain words). ``binding``, ``columns``, ``ordering`` and others rewrite a query.
"""
