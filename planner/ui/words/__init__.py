"""The plan in words, from its numbers, by page. `base` has what several pages say."""
