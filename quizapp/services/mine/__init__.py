"""Everything about me: taking it along as JSON or CSV, bringing it back.

    export    what the database holds about an account, in plain values
    take_in   storing that again, here or elsewhere, as often as one likes
    shape     reading values that somebody sends
    anki_out  one's cards as files for Anki, with what is remembered of them
    anki_in   the reviews that were made there

Texts are named by fingerprint, cards and articles by name, so an export can be brought to
any place that has the same content. What follows from the log is not exported; it is
computed again.
"""

from __future__ import annotations

from quizapp.services.mine.export import FORMAT, VERSION, export_all, export_csv
from quizapp.services.mine.take_in import ImportReport, import_all

__all__ = ["FORMAT", "VERSION", "ImportReport", "export_all", "export_csv", "import_all"]
