"""Measures the hot paths against a floor of bare Flask and hand-written sqlite3, in one run."""
