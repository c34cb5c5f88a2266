"""Where things are.

``points`` reads the coordinates of a thing, ``concerns`` finds the places that it has to do with, and ``shown`` says
what a map shows.
"""
