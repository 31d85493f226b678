"""The viewer's settings: languages, digits, month names, theme, certainty."""
