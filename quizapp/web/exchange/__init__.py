"""Files of questions: out of drafts and published articles, and into drafts; for teachers."""
