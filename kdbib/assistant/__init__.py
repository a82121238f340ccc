"""kdbib for assistants, by the Model Context Protocol: look up, verify, lint and export."""
