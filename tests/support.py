"""What several tests need."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The project's folder."""
