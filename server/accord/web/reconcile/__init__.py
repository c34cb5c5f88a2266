"""The Reconciliation Service API: queries, suggestions and data extension."""
