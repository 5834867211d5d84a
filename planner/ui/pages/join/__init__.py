"""The page of whoever joins a workshop or watches it."""
