"""A decision as cards. Pure functions from the domain to messages and views.

Whatever a matter's files, a topic or an answer hold, a card fits Slack's limits and makes nothing of theirs live.

- `ids`: action ids, and what buttons carry
- `snapshot`: what cards are made of
- `root`, `question`, `result`: what stands in a channel and its thread
- `understood`, `found`, `edit`: what was read out of people's words, to correct; forms to answer with
- `lists`, `home`: several decisions
- `notes`: what is said once
"""
