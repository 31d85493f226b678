"""Common Cartridge 1.1: a quiz that most learning platforms can take in. It is only written."""
