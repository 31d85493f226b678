"""Our own sheet of questions as CSV, both ways; `docs/sheet.md` describes it."""
