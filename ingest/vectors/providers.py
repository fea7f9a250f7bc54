"""Embeddings of a service, through LangChain: in batches, tried again when it is busy, and no question waits for it.

Keys come from the environment variable each provider's own library reads.
"""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from ingest.errors import EmbedderError
from ingest.libraries import load

if TYPE_CHECKING:
    from typing import Any

logger = logging.getLogger(__name__)

_BATCH = 64
"""Texts in one request: every provider takes as many, and a refused request costs no more than them."""
_WAITS = (1.0, 4.0, 15.0)
"""Seconds before each further try. What is refused even then is embedded by a later sync."""
_QUERY_SECONDS = 4.0
"""Longest a question waits for its vector; without it, words alone answer."""
_REST_SECONDS = 30.0
"""How long questions do without the service once it failed one, so that not each of them waits for it."""
_HOPELESS = frozenset({400, 401, 402, 403, 404, 413, 422})
"""Statuses that the same request gets again."""


def load_provider(setting: str, package: str) -> Embeddings:
    """Return the embeddings of ``provider:model``, which are in a package of their own.

    Raises:
        EmbedderError: the provider's package or key is missing, or it does not take the model.
    """
    provider, _, model = setting.partition(":")
    try:
        return ServiceEmbeddings(_made(provider, model), setting)
    except ImportError as error:
        raise EmbedderError(f"ARCHIE_EMBEDDER={setting} needs a package. Install it: pip install {package}") from error
    except Exception as error:  # each library has its own way to say that a key is missing
        raise EmbedderError(
            f"ARCHIE_EMBEDDER={setting} cannot be set up ({type(error).__name__}). "
            f"Check the model's name and the key that {package} reads from the environment."
        ) from error


def _made(provider: str, model: str) -> Embeddings:
    if provider == "voyageai":
        made: Embeddings = importlib.import_module("langchain_voyageai").VoyageAIEmbeddings(model=model)
        return made
    load("langchain.embeddings")
    from langchain.embeddings import init_embeddings  # only where a service is used

    return init_embeddings(model, provider=provider)


class ServiceEmbeddings(Embeddings):
    """Another's embeddings over a network: batches and tries for passages, a time limit for questions."""

    def __init__(
        self,
        inner: Embeddings,
        setting: str,
        *,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
        query_seconds: float = _QUERY_SECONDS,
    ) -> None:
        """Args:
        inner: makes the requests.
        setting: ``provider:model``, for what a person is told.
        wait: passes the seconds between two tries.
        now: a clock in seconds that never goes back.
        query_seconds: longest a question waits.
        """
        self._inner = inner
        self._setting = setting
        self._wait = wait
        self._now = now
        self._query_seconds = query_seconds
        self._resting_until = float("-inf")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text.

        Raises:
            EmbedderError: the service refuses, or fails at every try.
        """
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            vectors += self._patiently(texts[start : start + _BATCH])
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question.

        Raises:
            EmbedderError: the service does not answer in time, or did not a moment ago.
        """
        if self._now() < self._resting_until:
            raise self._problem("did not answer a moment ago")
        try:
            return self._asked(text).result(self._query_seconds)
        except Exception as error:  # each library raises its own; a time-out is one of them
            self._resting_until = self._now() + _REST_SECONDS
            raise self._problem(f"did not embed a question ({type(error).__name__})") from error

    def _asked(self, text: str) -> Future[list[float]]:
        """Embed in a thread that nobody has to wait for, not even the end of the process."""
        answer: Future[list[float]] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._inner.embed_query(text))
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                answer.set_exception(error)

        Thread(target=ask, name="archie-embed", daemon=True).start()
        return answer

    def _patiently(self, texts: list[str]) -> list[list[float]]:
        for seconds in (*_WAITS, None):
            try:
                vectors = self._inner.embed_documents(texts)
            except Exception as error:  # each library raises its own
                if seconds is None or _status(error) in _HOPELESS:
                    raise self._problem(f"did not embed passages ({type(error).__name__})") from error
                self._wait(seconds)
            else:
                if len(vectors) != len(texts):
                    raise self._problem(f"gave {len(vectors)} vectors for {len(texts)} passages")
                return vectors
        raise AssertionError("the last try returns or raises")

    def _problem(self, what: str) -> EmbedderError:
        return EmbedderError(f"The embedding service {self._setting} {what}. It is tried again later.")


def _status(error: Exception) -> int | None:
    """The HTTP status an error carries, under the names the providers' libraries use."""
    response: Any = getattr(error, "response", None)
    for holder, name in ((error, "status_code"), (error, "http_status"), (response, "status_code")):
        status = getattr(holder, name, None)
        if isinstance(status, int):
            return status
    return None
