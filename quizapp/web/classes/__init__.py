"""Classes: making one, joining one, and everything that its teachers settle."""
