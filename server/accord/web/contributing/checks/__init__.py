"""Checking files on the site. Nothing is stored.

``check`` is the page and its interface: it takes ``received_files``, and shows ``excerpts`` around what was found.
``filled_tables`` are tables to fill in, and ``checked_tables`` checks them. ``findings`` are those of the whole
publication.
"""
