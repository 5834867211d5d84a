"""Charts by page: tidy frame in, Altair chart out. `base` has the parts, `common` what several pages draw."""
