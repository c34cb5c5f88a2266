"""The SPARQL endpoint over HTTP: the protocol, the results as a page, snippets and example queries."""
