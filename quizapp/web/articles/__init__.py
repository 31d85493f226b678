"""An article: its summary and passage, and setting up a round on it."""
