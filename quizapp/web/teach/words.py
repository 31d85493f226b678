"""The words of the studio for codes: states, deeds, parts, faults, kinds of claims and terms."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString

from quizapp.domain.authoring.spellings import Spelling
from quizapp.domain.lint import Finding, Severity
from quizapp.web.faults import BROKEN as BROKEN
from quizapp.web.faults import FAULTS as FAULTS
from quizapp.web.faults import fault as fault
from quizapp.web.formatting import num
from quizapp.web.locale import page_lang
from quizapp.web.speech import gettext
from quizapp.web.speech import lazy_gettext as _l
from quizapp.web.speech import lazy_pgettext as _lp
from quizapp.wording import finding_text

Words = dict[str, LazyString]

STATUSES: Final[Words] = {
    "draft": _lp("state of an article", "Draft"),
    "review": _lp("state of an article", "In review"),
    "published": _lp("state of an article", "Published"),
    "retired": _lp("state of an article", "Retired"),
}
ACTIONS: Final[Words] = {
    "created": _lp("what was done to an article", "Made"),
    "copied": _lp("what was done to an article", "Copied"),
    "saved": _lp("what was done to an article", "Saved"),
    "submitted": _lp("what was done to an article", "Put up for review"),
    "returned": _lp("what was done to an article", "Taken back to work"),
    "published": _lp("what was done to an article", "Published"),
    "retired": _lp("what was done to an article", "Retired"),
    "resumed": _lp("what was done to an article", "Taken up again"),
    "restored": _lp("what was done to an article", "An earlier state restored"),
}
PARTS: Final[Words] = {
    "about": _lp("part of an article", "Title and summary"),
    "passage": _lp("part of an article", "The text"),
    "fact": _lp("part of an article", "Fact"),
    "question": _lp("part of an article", "Question"),
    "set": _lp("part of an article", "Set of facts"),
    "unstated": _lp("part of an article", "What the article does not tell"),
    "term": _lp("part of an article", "Name or term"),
}
SORTS: Final[Words] = {
    "added": _lp("how a part differs", "Added"),
    "removed": _lp("how a part differs", "Removed"),
    "changed": _lp("how a part differs", "Changed"),
}
CLAIMS: Final[Words] = {
    "event": _lp("kind of claim", "An event that happened"),
    "statement": _lp("kind of claim", "A statement by somebody"),
    "analysis": _lp("kind of claim", "An analysis or explanation"),
    "expectation": _lp("kind of claim", "An expectation of what may happen"),
    "unstated": _lp("kind of claim", "Something the article does not tell"),
}
FACT_CLAIMS: Final[Words] = {name: words for name, words in CLAIMS.items() if name != "unstated"}
TYPES: Final[Words] = {
    "person": _lp("kind of answer", "A person"),
    "country": _lp("kind of answer", "A country"),
    "city": _lp("kind of answer", "A city"),
    "region": _lp("kind of answer", "A region"),
    "organisation": _lp("kind of answer", "An organisation"),
    "occasion": _lp("kind of answer", "An occasion"),
    "month": _lp("kind of answer", "A month"),
    "date": _lp("kind of answer", "A date"),
    "number": _lp("kind of answer", "A number"),
    "role": _lp("kind of answer", "An office or role"),
    "quotation": _lp("kind of answer", "A quotation"),
    "concept": _lp("kind of answer", "A word or idea"),
}
GENDERS: Final[Words] = {
    "m": _lp("grammatical gender", "Masculine"),
    "f": _lp("grammatical gender", "Feminine"),
}
NUMBERS: Final[Words] = {
    "singular": _lp("grammatical number", "Singular"),
    "dual": _lp("grammatical number", "Dual"),
    "plural": _lp("grammatical number", "Plural"),
}
LACKING: Final[Words] = {
    "name": _l("It needs its name in at least one language."),
    "value": _l("The number, or the day of the date, is missing."),
    "month": _l("The month, from 1 to 12, is missing."),
}
STRICTNESS: Final[Words] = {
    "strict": _lp("how strictly typing is judged", "Strictly: every letter"),
    "normal": _lp("how strictly typing is judged", "Normally: small slips are forgiven"),
    "lenient": _lp("how strictly typing is judged", "Leniently: larger slips too"),
}
TRUTHS: Final[Words] = {
    "true": _lp("whether a statement is true", "True"),
    "false": _lp("whether a statement is true", "False"),
}
DONE: Final[Words] = {
    "submit": _l("It is up for review. Each warning below wants a reason before publishing."),
    "publish": _l("Published. Learners have it now; rounds that were open keep their questions."),
    "back": _l("It is a draft again."),
    "retire": _l("It is retired: nobody is asked it any more, and every answer stays."),
    "resume": _l("It is a draft again."),
}
PATHS: Final[Words] = {
    "title": _lp("text of an article", "Title"),
    "summary": _lp("text of an article", "Summary"),
    "source_note": _lp("text of an article", "Where the text comes from"),
    "text": _lp("text of an article", "Text"),
    "": _lp("text of an article", "Sentence"),
    "question": _lp("text of an article", "Question"),
    "stem": _lp("text of an article", "Question"),
    "material": _lp("text of an article", "Statement"),
    "statement": _lp("text of an article", "Statement"),
    "explanation": _lp("text of an article", "Explanation"),
    "reason": _lp("text of an article", "Reason"),
    "why": _lp("text of an article", "Reason"),
    "aliases": _lp("text of an article", "Other spellings"),
    "accepted": _lp("text of an article", "Right spellings"),
    "rivals": _lp("text of an article", "Wrong answers nearby"),
    "claim": _lp("text of an article", "Kind of claim"),
    "quote": _lp("text of an article", "Quotation"),
    "sentence": _lp("text of an article", "Proof"),
    "sentences": _lp("text of an article", "Proof"),
    "said": _lp("text of an article", "What was said"),
    "said_by": _lp("text of an article", "Speaker"),
    "name": _lp("text of an article", "Name"),
    "gloss": _lp("text of an article", "Explanation"),
    "strictness": _lp("text of an article", "Strictness"),
    "tolerance": _lp("text of an article", "Tolerance"),
    "right": _lp("text of an article", "Right"),
    "left": _lp("text of an article", "What is given"),
    "asked": _lp("text of an article", "Asked"),
    "value": _lp("text of an article", "Number"),
    "type": _lp("text of an article", "Kind"),
}
CHANGES: Final[Words] = {
    "as_written": _lp("how a spelling differs", "as written"),
    "alias": _lp("how a spelling differs", "another spelling"),
    "no_marks": _lp("how a spelling differs", "without vowel marks"),
    "hamza": _lp("how a spelling differs", "another hamza"),
    "ta_marbuta": _lp("how a spelling differs", "ha for ta marbuta"),
    "alef_maqsura": _lp("how a spelling differs", "ya for alef maqsura"),
    "article": _lp("how a spelling differs", "with or without the article"),
    "particle": _lp("how a spelling differs", "with a letter before it"),
    "spaces": _lp("how a spelling differs", "other spaces"),
    "case": _lp("how a spelling differs", "other capitals"),
    "accents": _lp("how a spelling differs", "without accents"),
    "punctuation": _lp("how a spelling differs", "other punctuation"),
    "digits": _lp("how a spelling differs", "other digits"),
    "letter_missing": _lp("how a spelling differs", "a letter missing"),
    "letter_doubled": _lp("how a spelling differs", "a letter twice"),
    "letters_swapped": _lp("how a spelling differs", "two letters exchanged"),
    "two_slips": _lp("how a spelling differs", "two slips"),
    "word_missing": _lp("how a spelling differs", "a word missing"),
    "other_language": _lp("how a spelling differs", "in the other language"),
    "rival": _lp("how a spelling differs", "another answer"),
    "in_words": _lp("how a spelling differs", "in words"),
    "separators": _lp("how a spelling differs", "with separators"),
    "month_name": _lp("how a spelling differs", "another name of the month"),
    "figures": _lp("how a spelling differs", "in figures"),
    "within_tolerance": _lp("how a spelling differs", "within the tolerance"),
    "outside_tolerance": _lp("how a spelling differs", "outside the tolerance"),
    "next_day": _lp("how a spelling differs", "a day away"),
}
OTHER_PATH: Final = _lp("text of an article", "Detail")
UNTITLED: Final = _l("A title is needed in at least one language.")


def message(finding: Finding) -> str:
    """Return what a rule of the linter says, in the language of the page."""
    return finding_text(finding.rule, finding.params, page_lang())


def too_long(most: int) -> str:
    """Return what to say of a text that is longer than a passage may be."""
    said = gettext(
        "The text is too long: %(most)s characters in each language are the most.", most=num(most)
    )
    return str(said)


def change(spelling: Spelling) -> LazyString:
    """Return how a typed answer differs from the key."""
    return CHANGES.get(spelling.change, OTHER_PATH)


def path_word(path: str) -> LazyString:
    """Return which text of a part has changed, by its path (`options.2.text`)."""
    names = [name for name in path.split(".") if not name.isdecimal()]
    return PATHS.get(names[-1] if names else "", OTHER_PATH)


def tone(finding: Finding) -> str:
    """Return the class of a message: an error refuses, a warning wants a look."""
    return "problem" if finding.severity is Severity.ERROR else "note"


def part_word(part: str) -> LazyString:
    """Return what sort of part a name is of."""
    return PARTS[part.partition(":")[0]]
