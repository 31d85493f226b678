"""The spreadsheet from which Wayground (once Quizizz) makes a quiz, both ways."""
