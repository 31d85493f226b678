"""Cards: the decks, reviewing, a plan after a break."""
