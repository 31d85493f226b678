"""Moodle's XML format of questions."""
