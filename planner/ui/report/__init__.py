"""What the report of a plan says and draws; `planner/exchange/report` writes it as PDF and as slides."""
