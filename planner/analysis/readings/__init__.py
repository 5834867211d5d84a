"""What a result says: bridges, cohorts, funnels, quotas, bands."""
