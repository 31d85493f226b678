"""Questions out of the studio into files, and out of files into drafts.

A file goes out in one go (`leaving`). One that comes in is read by a process of its own
(`child`), shepherded by a thread that keeps its job up to date (`jobs`), looked at
(`preview`) and only then put into the draft, all of it or nothing (`applying`).
"""
