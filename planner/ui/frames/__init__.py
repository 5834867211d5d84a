"""Frames by page: what its charts and tables show, from results. `base` has what several pages need."""
