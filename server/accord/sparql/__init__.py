"""The text of SPARQL queries: tokens, what a query may hold, and what is wrong with one, with line and column."""
