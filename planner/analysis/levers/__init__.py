"""One lever at a time: what it moves, what it would have to be, and how far it may go."""
