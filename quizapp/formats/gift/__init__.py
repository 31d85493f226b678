"""GIFT, the text format of questions that Moodle and others read."""
