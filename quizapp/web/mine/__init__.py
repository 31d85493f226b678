"""Everything about me: taking it along, bringing it back, deleting it."""
