"""Plans and results in and out: tables, numbers for people, links."""
