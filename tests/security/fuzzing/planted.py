"""A reader with a fault, so that a fuzzer that finds none elsewhere has shown that it can."""

from __future__ import annotations


def feed(data: bytes) -> None:
    """Read a number behind a word; digits that are none for `int` are the fault."""
    word, _, number = data.decode("utf-8", "replace").partition(" ")
    if word[:1] == "m" and word[1:2] == "a" and word[2:3] == "y" and number.isdigit():
        int(number)
