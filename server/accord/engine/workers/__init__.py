"""Query workers: processes that answer one query at a time and can be killed at any moment.

Read ``worker`` first (what runs in the process), then ``fork_server`` (it forks workers), ``frames`` (the messages),
``pool`` and ``fair_queue`` (who gets a worker, and when), ``conversation`` and ``started_query`` (one query), and
``long_answer``.
"""
