"""Tests that need a browser: every page looked at, and rounds played as learners play them."""
