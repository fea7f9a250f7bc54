"""Questions go first, and the writer gets on all the same."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import pytest

from ingest.priority import QuestionsFirst

LONG = 30.0
"""Seconds that no test waits."""


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_writer_waits_for_the_answer_to_a_question_that_is_asked() -> None:
    questions, order = QuestionsFirst(patience_seconds=LONG), list[str]()
    begun = Event()

    def write() -> None:
        begun.set()
        questions.give_way()
        order.append("written")

    with ThreadPoolExecutor(1) as writer:
        with questions.asking():
            writing = writer.submit(write)
            assert begun.wait(LONG)
            assert not writing.done()
            order.append("answered")
        writing.result(LONG)
    assert order == ["answered", "written"]


def test_a_writer_waits_for_the_last_of_several_questions() -> None:
    questions = QuestionsFirst(patience_seconds=LONG)
    with ThreadPoolExecutor(1) as writer, ExitStack() as second:
        with questions.asking():
            second.enter_context(questions.asking())
        writing = writer.submit(questions.give_way)
        assert not writing.done()
        second.close()
        writing.result(LONG)


def test_a_writer_does_not_wait_when_nobody_asks() -> None:
    questions = QuestionsFirst(patience_seconds=LONG)
    began = time.monotonic()
    questions.give_way()
    assert time.monotonic() - began < LONG / 2


def test_a_writer_gets_on_although_somebody_always_asks() -> None:
    questions = QuestionsFirst(patience_seconds=0.01)
    with questions.asking():
        began = time.monotonic()
        questions.give_way()
        assert 0.01 <= time.monotonic() - began < LONG


def test_a_question_that_fails_is_over() -> None:
    questions = QuestionsFirst(patience_seconds=LONG)
    with pytest.raises(ValueError, match="no answer"), questions.asking():
        raise ValueError("no answer")
    questions.give_way()


def test_it_is_quiet_before_the_first_question_and_a_while_after_the_last() -> None:
    clock = Clock()
    questions = QuestionsFirst(now=clock, quiet_seconds=10.0)
    assert questions.is_quiet
    with questions.asking():
        clock.seconds = 100.0
        assert not questions.is_quiet
    assert not questions.is_quiet
    clock.seconds = 110.5
    assert questions.is_quiet
