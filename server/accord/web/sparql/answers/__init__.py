"""Answers on pages and in files: as rows, graphs, spreadsheets, pictures and sums.

Read ``results`` first (the rows as they come), then ``shown`` (an answer on a page). ``tables``, ``pictures``,
``totals``, ``result_set`` and ``turtle_links`` are other forms of an answer.
"""
