"""The SPARQL endpoint over HTTP.

Read ``protocol`` first (what is asked), then ``endpoint`` (the view) and ``running``. ``direct`` answers small queries
without a view, ``explanation`` says why an answer is empty. ``form``, ``shown``, ``results`` and ``snippets`` are the
page, ``questions`` and ``examples`` the example queries, ``tables`` and ``pictures`` other forms of an answer.
"""
