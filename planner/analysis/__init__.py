"""What can be asked of a plan: everything here only calls simulate."""
