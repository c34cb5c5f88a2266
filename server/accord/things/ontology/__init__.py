"""The classes, properties and concepts of a publication, and which things there are of each.

Read ``vocabulary`` first: the terms of the ontology. ``inventory`` says which IRIs are things, ``class_index`` counts
them by class and property, ``trees`` orders classes and concepts, and ``kinds`` the classes that people look for.
"""
