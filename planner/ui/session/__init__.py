"""The plan of a session, what is chosen on its pages, and the engine as pages call it."""
