"""The memory for agents elsewhere: tools with JSON schemas, and an MCP server."""
