"""A small matter as files, for tests that break one of them."""

from __future__ import annotations

FACTS = """\
kind: facts
matter: lunch
title: Where to eat
facts:
  rain: {label: Rain, question: "Does it rain?", why: Wet people stay in., choices: {yes: Yes, no: No}}
  hunger:
    label: Hunger
    question: How hungry are you?
    why: It takes a walk.
    choices: {none: Not at all, some: A little, much: Very}
  euros: {label: Money, question: "How much may it cost?", why: Some places cost more., unit: euros}
verdicts:
  canteen: {label: Canteen, meaning: Eat here.}
  bistro: {label: Bistro, meaning: Go out.}
  skip: {label: Skip it, meaning: Work on.}
variants: {takeaway: as takeaway}
conditions:
  broke: {euros: "< 5"}
"""
FRAMEWORK = """\
kind: framework
matter: lunch
name: weather
title: By the weather
first_that_holds:
  rules:
    - {when: {rain: yes}, verdict: canteen, reason: it rains}
    - {when: broke, verdict: skip, reason: there is no money}
  otherwise: {verdict: bistro, variant: takeaway, reason: why not}
"""
TALLY = """\
kind: framework
matter: lunch
name: votes
title: By votes
tally:
  votes:
    - {when: {hunger: [some, much]}, verdict: canteen, reason: you are hungry}
    - {when: {euros: "> 20"}, verdict: bistro, reason: you can afford it}
  tied: {verdict: canteen, reason: it is near}
  none: {verdict: skip, reason: nothing asks for lunch}
"""
PANEL = """\
kind: panel
matter: lunch
order: [bistro, canteen]
counts_as: {skip: canteen}
tie: {reason: fresh air is good}
"""
PLAN = """\
kind: plan
matter: lunch
phases:
  walk: {title: Walk, does: Walk there., ground: {document: food.md, heading: Walks}}
courses:
  - {verdict: bistro, phases: [walk]}
"""
WORDS = """\
kind: words
matter: lunch
facts:
  rain: {topic: [weather], cues: [pours]}
"""
LUNCH = {"facts.yaml": FACTS, "panel.yaml": PANEL, "votes.yaml": TALLY, "weather.yaml": FRAMEWORK}


def lunch(**changed: str | None) -> dict[str, str]:
    """Return the files of `LUNCH`, some with another text, added, or (None) left out: ``lunch(panel=None)``."""
    files = {**LUNCH, **{f"{name}.yaml": text for name, text in changed.items()}}
    return {name: text for name, text in files.items() if text is not None}
