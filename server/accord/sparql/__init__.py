"""SPARQL queries as strings: their tokens, what a query may contain, and its errors with line and column."""
