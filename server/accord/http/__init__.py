"""HTTP/1.1 on one event loop: the connections of clients, their requests, and the answers of an ASGI application.

The bytes are read by llhttp, the parser of Node.js (:mod:`httptools`), which refuses what is ambiguous. What is here is
how a connection lives: how long each step of it may take, how much of it is kept, and how it ends. No thread is used
and no task for what can be answered at once, since both take longer than most answers.
"""
