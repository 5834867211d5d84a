"""The Stress test page."""
