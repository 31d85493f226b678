"""The spreadsheet from which Kahoot! makes a quiz, both ways."""
