"""Every error the bot raises on purpose.

    ArchieError                 what a person may be told, apart from what is logged
    ├── SettingsError           the configuration cannot work; names the variable
    ├── QuestionError           a question nobody could answer: empty, too long, only punctuation
    ├── BatchLineError          one line of a --batch cannot be worked on; the others go on
    ├── ModelError              the language model gave no usable answer; carries a FallbackReason
    └── StoreError              the database refuses: damaged, locked for too long, from a newer version

The folder of articles has its own family, `ingest.errors.IngestError`.
"""

from __future__ import annotations

from enum import StrEnum


class ArchieError(Exception):
    """Base of all of them. ``str(error)`` is safe to show a person: no paths of ours, no secrets, no library text.

    The technical cause travels as ``__cause__`` and goes to the log only.
    """


class SettingsError(ArchieError):
    """The configuration cannot work. The message names the variable and what to do."""


class QuestionError(ArchieError):
    """The question cannot be worked on as it stands. The message says why, and what would help."""


class BatchLineError(ArchieError):
    """One line of a batch cannot be worked on. The message says why."""


class FallbackReason(StrEnum):
    """Why a written answer was replaced by quotes."""

    BUSY = "busy"
    """The model service refused for load (429, 529, 5xx), after its retries."""
    TIMEOUT = "timeout"
    """No answer, or no further byte, within the time allowed."""
    CUT = "cut"
    """The stream broke or ended before the model said it was done."""
    REFUSED = "refused"
    """The model declined."""
    REJECTED = "rejected"
    """The service did not accept the request or the key (400, 401, 403, 404)."""
    BUDGET = "budget"
    """What may be spent on models today, or on one answer, is spent."""
    UNSUPPORTED = "unsupported"
    """Nothing the model wrote stood up to the check against its sources."""


class ModelError(ArchieError):
    """The language model gave no usable answer.

    Attributes:
        reason: the kind of failure, for the note under the fallback answer.
    """

    def __init__(self, reason: FallbackReason, message: str = "The language model gave no usable answer.") -> None:
        super().__init__(message)
        self.reason = reason


class StoreError(ArchieError):
    """The database cannot be used. The message says what to do about it."""
