"""Names for pupils that say nothing about them: an animal and a good quality.

A nickname is a number, and the number has a name in each language, so that two pupils who
read different languages see the same nickname, each in her own. In Arabic all animals are
masculine, so that every adjective agrees with every one of them:

    nickname(0)   Bilingual(ar="هدهد سريع", en="Swift hoopoe")
    nickname(25)  Bilingual(ar="صقر هادئ", en="Calm falcon")
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from quizapp.domain.bilingual import Bilingual
from quizapp.domain.ids import seeded

_ANIMALS: Final = (
    ("هدهد", "hoopoe"),
    ("صقر", "falcon"),
    ("غزال", "gazelle"),
    ("بلبل", "bulbul"),
    ("سنجاب", "squirrel"),
    ("دلفين", "dolphin"),
    ("أرنب", "rabbit"),
    ("فهد", "cheetah"),
    ("طاووس", "peacock"),
    ("بطريق", "penguin"),
    ("عندليب", "nightingale"),
    ("حصان", "horse"),
    ("جمل", "camel"),
    ("عصفور", "sparrow"),
    ("لقلق", "stork"),
    ("سنونو", "swallow"),
    ("وعل", "ibex"),
    ("نسر", "eagle"),
    ("فيل", "elephant"),
    ("نورس", "gull"),
    ("قنفذ", "hedgehog"),
    ("حوت", "whale"),
    ("نمر", "tiger"),
    ("دب", "bear"),
)
_QUALITIES: Final = (
    ("سريع", "Swift"),
    ("هادئ", "Calm"),
    ("ذكي", "Clever"),
    ("شجاع", "Brave"),
    ("لطيف", "Gentle"),
    ("مرح", "Merry"),
    ("نشيط", "Lively"),
    ("صبور", "Patient"),
    ("حكيم", "Wise"),
    ("وفي", "Loyal"),
    ("أنيق", "Elegant"),
    ("فضولي", "Curious"),
    ("مبدع", "Inventive"),
    ("متفائل", "Hopeful"),
    ("طموح", "Ambitious"),
    ("رشيق", "Nimble"),
    ("كريم", "Generous"),
    ("بارع", "Skilful"),
    ("يقظ", "Watchful"),
    ("ودود", "Friendly"),
    ("مثابر", "Steady"),
    ("واثق", "Confident"),
    ("متواضع", "Modest"),
    ("باسم", "Smiling"),
)
NICKNAMES: Final = len(_ANIMALS) * len(_QUALITIES)


def nickname(number: int) -> Bilingual:
    """Return the name of a number, in both languages. Every whole number has one."""
    animal, quality = divmod(number % NICKNAMES, len(_QUALITIES))
    ar, en = _ANIMALS[animal]
    ar_quality, en_quality = _QUALITIES[quality]
    return Bilingual(ar=f"{ar} {ar_quality}", en=f"{en_quality} {en}")


def free_number(taken: Collection[int], *seed: object) -> int:
    """Return a number that nobody has yet, the same one for the same seed and the same taken.

    Raises ValueError where all of them are taken.
    """
    left = sorted(set(range(NICKNAMES)) - set(taken))
    if not left:
        raise ValueError("every nickname is taken")
    return seeded(*seed).choice(left)
