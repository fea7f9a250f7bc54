"""What people say to us without asking anything: a greeting is answered with help, thanks with a word."""

from __future__ import annotations

import re

from bot.slack import texts
from bot.slack.blocks.help import help_message
from bot.slack.blocks.parts import Message, sentence
from bot.slack.markup import fold

_GREETINGS = {"", "help", "help me", "hi", "hello", "hey", "good morning", "good afternoon", "good evening"}
_THANKS = re.compile(
    r"(?:(?:ok|okay|great|perfect|super|nice|cool|many|no),? )?(?:thanks|thank you|thankyou|thx|cheers)"
    r"(?: (?:a lot|so much|very much|a bunch|for (?:that|this|the help|your help)|again|everyone|all))?"
    r"|ok|okay|great|perfect|nice|cool|awesome|got it|understood|good to know|that helps|makes sense|bye|goodbye"
)
_NAMES = re.compile(r"[\s,]+(?:archie|there|all|team)$")


def courtesy(text: str) -> Message | None:
    """Return what is said back to a greeting, to thanks or to nothing at all; None when it says more than that."""
    if is_greeting(text):
        return help_message()
    return sentence(texts.WELCOME) if _THANKS.fullmatch(_bare(text)) else None


def is_greeting(text: str) -> bool:
    """Whether somebody only says hello, or asks for help, or calls us and says nothing."""
    bare = _bare(text)
    return bare in _GREETINGS and (bool(bare) or fold(text) in {"", "?"})


def _bare(text: str) -> str:
    return _NAMES.sub("", fold(text).lower().strip(" .!?,…:)*_`🙏👍🙂😀🎉"))
