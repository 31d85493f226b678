"""Questions as tables: our own sheet, and the column layouts of programs that teachers use.

grid         a file to rows of texts: XLSX, or text in whatever encoding and separator
separated    CSV that no spreadsheet program runs, and back
book         XLSX out
places       what a heading says stands below it, in either language, ours or theirs
words        what may stand in a cell: kinds, true and false, languages, strictness
keys         which answer is right, by number, letter or text
taking       rows to questions
sheet        our own sheet out: all nine kinds, without loss
layouts      the sheets of other programs out, with what they cannot carry
template     our own sheet, empty, with examples and instructions
"""
