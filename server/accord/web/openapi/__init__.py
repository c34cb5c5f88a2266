"""The HTTP interfaces described for programs (OpenAPI 3.1), from the routes and the docstrings of the views."""
