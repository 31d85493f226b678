"""Homework: what is due, beginning it, setting it, following it, and the calendar feed."""
