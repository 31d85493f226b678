"""Fuzzing what strangers' bytes come to. The entrances, in the order in which a byte names them."""

NAMES = (
    *("any", "moodle", "gift", "aiken", "table_csv"),
    *("package", "article", "cards", "export", "roster", "typed"),
)
