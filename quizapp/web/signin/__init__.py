"""Signing in, signing up, codes, one's sessions and one's password."""
