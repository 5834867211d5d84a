"""Why one plan leads elsewhere than another: the difference of a metric, split by what differs between the two."""
