"""Forms that change a plan: events, funding rounds, targets and settings."""
