"""Codes to sentences: problems of content and findings of the linter, in two languages.

The domain and the formats speak in codes and parameters; `cli` and `web` show these
sentences. English stands here, Arabic in the catalogues like all other text.

    problem_text("missing_arabic", {"field": "ask.samarkand"}, "en")
    == "The Arabic text of “ask.samarkand” is missing."
"""

from quizapp.wording.catalogue import N_, translated
from quizapp.wording.findings import finding_text
from quizapp.wording.problems import PROBLEMS, problem_text

__all__ = ["N_", "PROBLEMS", "finding_text", "problem_text", "translated"]
