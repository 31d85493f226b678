"""Writing content by hand: marked sentences, questions as they are, passages, and their checks.

marks        {{answers}} in a sentence
facts        a draft of a fact to a fact with its terms, and back
translation  what is not yet said, or no longer said alike, in the other language
written      questions written directly: what is missing before one can be asked
passage      a text to aligned sentences
anchoring    evidence found again after the passage was edited
likeness     the same thing written twice
difference   what changed between two versions, word by word
spellings    which typed answers would be accepted
fitness      whether something may be published
"""
