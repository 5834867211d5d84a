"""Plan: what was promised, what may happen."""
