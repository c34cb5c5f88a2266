"""Rewriting of queries: other queries with the same meaning, or with values, in the notation of the author.

``binding`` gives variables values, and ``projecting`` keeps one variable. ``columns``, ``concatenation``, ``ordering``
and ``truth`` make up for what the local engine does in another way than the standard. ``normal`` is the form in which
equal queries are equal.
"""
