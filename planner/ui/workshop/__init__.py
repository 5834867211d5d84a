"""What the pages of a workshop share: the room that is open, its links, how far its people lie apart."""
