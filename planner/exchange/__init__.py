"""Plans and results in and out, one module per format: CSV, JSON, text for people, links."""
