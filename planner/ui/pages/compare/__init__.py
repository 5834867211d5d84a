"""The page that puts plans side by side."""
