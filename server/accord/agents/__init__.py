"""For assistants: the publication as tools of the Model Context Protocol (https://modelcontextprotocol.io)."""
