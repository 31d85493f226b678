"""The studio of a teacher: articles, facts, questions, publishing, the bank, the history."""
