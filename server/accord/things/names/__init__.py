"""What to call things and terms, in the language of the reader.

Read ``labels`` first: the best name of an IRI. ``languages`` are those of the publication, ``common_terms`` names
the terms of vocabularies that describe none here, and ``wording`` makes plurals and phrases of the names of terms.
"""
