"""Our own sheet of questions as an XLSX workbook, both ways; `docs/sheet.md` describes it."""
