"""What surrounds every page: its title, the menu, the plan that is open."""
