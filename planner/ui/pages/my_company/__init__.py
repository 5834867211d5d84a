"""My company."""
