"""All that is known of one IRI, or of many: names, statements, evidence, backlinks, lists, tables, changes."""
