"""The SPARQL endpoint over HTTP.

Read ``protocol`` first (what is asked), then ``endpoint`` (the view) and ``running``. ``direct`` answers small queries
without a view, ``explanation`` says why an answer is empty. ``answers`` shows what was found, ``page`` is the form,
and ``questions`` and ``examples`` are the example queries.
"""
