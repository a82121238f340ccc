"""kdbib in an editor, by the Language Server Protocol: findings, fixes, works and keys."""
