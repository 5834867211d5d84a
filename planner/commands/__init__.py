"""The commands, one module each; planner.__main__ puts them together."""
