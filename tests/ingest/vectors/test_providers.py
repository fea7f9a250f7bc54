"""A service over a network, and all it does wrong."""

from __future__ import annotations

from threading import Event

import pytest
from langchain_core.embeddings import Embeddings

from ingest.errors import EmbedderError
from ingest.vectors.providers import ServiceEmbeddings
from tests.ingest.vectors.embeddings import WordCounts

SETTING = "voyageai:voyage-3.5"


class RefusedError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__("secret document text")
        self.http_status = status


class Flaky(WordCounts):
    """Raises each of the given errors once, in turn; then works."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)
        self.requests: list[int] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.requests.append(len(texts))
        if self.errors:
            raise self.errors.pop(0)
        return super().embed_documents(texts)


def test_many_texts_go_in_several_requests_and_come_back_in_order() -> None:
    service, texts = Flaky(), [f"word{number}" for number in range(150)]
    assert ServiceEmbeddings(service, SETTING).embed_documents(texts) == WordCounts().embed_documents(texts)
    assert len(service.requests) > 1
    assert max(service.requests) <= 100


def test_a_busy_service_is_tried_again_after_longer_and_longer_waits() -> None:
    waits: list[float] = []
    service = Flaky(RefusedError(429), TimeoutError(), RefusedError(503))
    assert ServiceEmbeddings(service, SETTING, wait=waits.append).embed_documents(["a"])
    assert waits == sorted(waits)
    assert len(waits) == 3


def test_a_refusal_is_not_tried_again() -> None:
    service = Flaky(RefusedError(401))
    with pytest.raises(EmbedderError, match=SETTING) as told:
        ServiceEmbeddings(service, SETTING, wait=lambda _: None).embed_documents(["a"])
    assert service.requests == [1]
    assert "secret" not in str(told.value)


def test_a_service_that_stays_busy_is_given_up() -> None:
    service = Flaky(*[RefusedError(429)] * 9)
    with pytest.raises(EmbedderError, match="tried again later"):
        ServiceEmbeddings(service, SETTING, wait=lambda _: None).embed_documents(["a"])
    assert len(service.requests) == 4


def test_a_wrong_number_of_vectors_is_refused() -> None:
    class Short(WordCounts):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return super().embed_documents(texts)[1:]

    with pytest.raises(EmbedderError, match="1 vectors for 2"):
        ServiceEmbeddings(Short(), SETTING).embed_documents(["a", "b"])


def test_a_question_does_not_wait_for_a_service_that_hangs_and_the_next_ones_do_not_ask_it() -> None:
    released, now = Event(), [0.0]
    asked: list[str] = []

    class Hanging(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise NotImplementedError

        def embed_query(self, text: str) -> list[float]:
            asked.append(text)
            released.wait(20)
            return [1.0]

    service = ServiceEmbeddings(Hanging(), SETTING, query_seconds=0.05, now=lambda: now[0])
    for question in ("first", "second"):
        with pytest.raises(EmbedderError):
            service.embed_query(question)
    assert asked == ["first"]
    released.set()
    now[0] = 60.0
    assert service.embed_query("third") == [1.0]
