"""Facts in, verdicts out, one JSON line for each: ``archie decide --batch``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any

from bot.decisions.engine import Engine
from bot.decisions.facts import Answers, FactError

_LONGEST_ERROR = 300
_CHUNK = 1 << 16


class LineError(ValueError):
    """A line that is no object of facts. The text says why."""


def arriving(stream: BufferedReader) -> Iterator[list[bytes]]:
    """Yield lines as they arrive, all that are there at a time: whoever answers them sends once for all.

    The last line may have no end.
    """
    rest = b""
    while chunk := stream.read1(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]


def answer_lines(lines: Iterable[str | bytes], engine: Engine) -> Iterator[tuple[str, bool]]:
    """Yield for each line its answer, as one line of JSON without its end, and whether the line was valid.

    An answer is ``{"frameworks": {name: [verdict]}, "panel": [verdict], "variants": {name: variant}}`` with sorted
    lists, or ``{"error": text}``. A missing fact, or null, is unknown. Nothing is read ahead.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_number)
    for line in lines:
        try:
            yield json.dumps(_answer(engine, _facts(line, decoder, engine))), True
        except (LineError, FactError) as error:
            text = str(error)
            yield json.dumps({"error": text if len(text) <= _LONGEST_ERROR else f"{text[:_LONGEST_ERROR]}…"}), False


def _facts(line: str | bytes, decoder: json.JSONDecoder, engine: Engine) -> Answers:
    """Return the known facts of a line; their values are not yet checked.

    Raises:
        LineError: it is not JSON, not an object, or names a fact twice or one there is not.
    """
    try:
        row = decoder.decode(line if isinstance(line, str) else line.decode("utf-8-sig"))
    except LineError:
        raise
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError, and numbers of thousands of digits, among them
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise LineError("not an object of facts")
    for name in row:
        if name not in engine.matter.facts:
            raise LineError(f"there is no fact {name!r}")
    return {name: value for name, value in row.items() if value is not None}


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise LineError(f"{name} is given twice")
    return found


def _no_number(text: str) -> None:
    raise LineError(f"not JSON: {text}")


def _answer(engine: Engine, answers: Answers) -> dict[str, Any]:
    frameworks, panel = engine.verdicts(answers)
    return {
        "frameworks": {name: sorted(verdicts) for name, (verdicts, _) in frameworks.items()},
        "panel": sorted(panel),
        "variants": {name: variant for name, (_, variant) in frameworks.items() if variant is not None},
    }
