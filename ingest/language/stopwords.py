"""Words that carry no subject: Lucene's English stop list, and the words questions are made of.

The second list matters as much as the first: leaving "what", "how" and "should" in a query cost six to eight points
of recall on public question sets.
"""

from __future__ import annotations

_LUCENE = (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this "
    "to was will with"
)

_QUESTION_WORDS = (
    "what which who whom whose when where why how "
    "do does did done doing can could should would may might must shall cannot "
    "has have had having am been being were "
    "i me my mine we us our ours you your yours he him his she her hers its them theirs those here "
    "any some than too very just also about from please tell explain "
    "so because while during between through both each other own same more most only"
)

STOPWORDS = frozenset(_LUCENE.split()) | frozenset(_QUESTION_WORDS.split())
