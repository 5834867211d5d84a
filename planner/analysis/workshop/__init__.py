"""What a room says: what to ask it, how far its people lie apart, how they came together, what they decide."""
