"""Accord publishes a folder of RDF as a first-class linked-data site."""

__version__ = "0.1.0"
