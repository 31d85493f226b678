"""Anki: cards out as a package that it imports, packages of three generations and text in."""
