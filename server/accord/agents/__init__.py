"""The publication as tools for assistants (Model Context Protocol, https://modelcontextprotocol.io)."""
