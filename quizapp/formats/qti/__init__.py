"""QTI 3.0 packages: questions for assessment platforms, by the letter of 1EdTech's standard."""
