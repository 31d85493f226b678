"""The style guide: every component in every state, for those who work on the pages."""
