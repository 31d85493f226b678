"""Flashcards: what they are, when they are due, what a day of study holds."""
