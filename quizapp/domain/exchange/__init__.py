"""What travels in files: questions in one language each, and what a file could not carry."""
