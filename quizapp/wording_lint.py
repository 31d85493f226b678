"""The words for what the linter finds: one sentence per rule.

Whoever shows a finding translates `LINT_MESSAGES[finding.rule]` and fills in the
finding's parameters:

    translated(LINT_MESSAGES["Q21"], {"count": "2", "wanted": "3–5"}, "en")
    == "Number of options: 2; this kind of question needs 3–5."

Parameters are words of the content, ids and numbers, never words to be translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for extraction and return it as it is."""
    return text


LINT_MESSAGES: Final[Mapping[str, str]] = {
    "Q01": N_("Number of right answers: %(found)s; this kind of question needs %(wanted)s."),
    "Q02": N_("Two options say the same: “%(first)s” and “%(second)s”."),
    "Q03": N_("“%(option)s” is offered as wrong, but the content makes it right: %(where)s."),
    "Q04": N_("The options “%(first)s” and “%(second)s” overlap."),
    "Q05": N_("The option “%(option)s” is of another sort (%(sort)s) than the rest (%(others)s)."),
    "Q06": N_("An option speaks of the other options: “%(phrase)s”."),
    "Q07": N_("The question is negative: “%(word)s”. Ask for what is, or stress the negation."),
    "Q08": N_("Several negations at once (%(count)s) make this hard to understand."),
    "Q09": N_(
        "The key stands out by its length: %(length)s letters; the next option has %(longest)s."
    ),
    "Q09B": N_("The key is the longest option in %(longest)s of %(items)s choice questions."),
    "Q10": N_("The word “%(word)s” stands in the question and in the key, but in no other option."),
    "Q11": N_("The English grammar gives the key away: “%(word)s”."),
    "Q12": N_("The Arabic grammar gives the key away: “%(word)s”."),
    "Q13": N_("Only a wrong option has the absolute word “%(word)s”."),
    "Q14": N_("The word “%(word)s” is too vague to be judged right or wrong."),
    "Q15": N_("The key “%(option)s” shares more words with the other options than any of them."),
    "Q16": N_("The question cannot be understood without its options: “%(text)s”."),
    "Q17": N_("The question copies %(words)s words in a row from the passage."),
    "Q18": N_("The question shows its own answer: “%(answer)s”."),
    "Q20": N_("The numbers or dates are not in ascending order: %(options)s."),
    "Q21": N_("Number of options: %(count)s; this kind of question needs %(wanted)s."),
    "Q24": N_("The text does not say who claims or expects this (fact “%(fact)s”)."),
    "Q25": N_("“%(phrase)s” is true only for a time; say when."),
    "Q26": N_("“%(phrase)s” is an opinion; say whose it is."),
    "Q27": N_("The two languages differ: %(ar)s in Arabic, %(en)s in English."),
    "Q27L": N_("One language says more: %(ar)s letters in Arabic, %(en)s in English."),
    "Q28": N_("“%(text)s” does not belong in a text of this language."),
    "Q30": N_("The true or false statement is not the fact “%(fact)s” with one thing exchanged."),
    "Q30B": N_("The fact “%(fact)s” has a false statement, but no true one."),
    "Q32": N_("“%(phrase)s” relies on colour or place on the screen."),
    "EV1": N_("The passage does not prove the answer “%(answer)s” (sentence %(sentence)s)."),
}
