"""Aiken, the plainest text format of questions: one question, its answers, the letter."""
