"""What is known about one thing, for its page.

Read ``resources`` first: the facts, each with its ``evidence``. ``backlinks`` come from other things, ``consequences``
from the ontology; ``relations`` groups what relates to a thing, ``headlines`` picks the fact people look for, and
``passages`` and ``source_lines`` show a source.
"""
