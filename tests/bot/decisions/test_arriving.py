"""Lines are answered as they arrive, and all that are there at a time are answered together."""

from __future__ import annotations

import io
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.decisions.batch import arriving


@given(st.binary(max_size=300))
def test_nothing_is_lost_or_added(data: bytes) -> None:
    found = [line for lines in arriving(io.BufferedReader(io.BytesIO(data))) for line in lines]  # type: ignore[arg-type]

    assert found == ([*data.split(b"\n")] if not data.endswith(b"\n") and data else data.split(b"\n")[:-1])


def test_a_line_is_given_before_the_next_one_is_there() -> None:
    reading, writing = os.pipe()
    with Path(f"/dev/fd/{reading}").open("rb") as stream:
        lines = arriving(stream)
        os.write(writing, b"one\ntwo\nthr")
        assert next(lines) == [b"one", b"two"]
        os.write(writing, b"ee\n")
        assert next(lines) == [b"three"]
        os.close(writing)
        assert list(lines) == []
    os.close(reading)
