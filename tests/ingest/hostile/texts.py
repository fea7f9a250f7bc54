"""Hostile files of text: sizes, encodings, what is no text, front matter, structure without end."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator

from tests.ingest.hostile.parts import Fate, Part, Words, either, refused

_FOREIGN = {
    "windows-1252": ("cp1252", "Die Größe der Straße zählt, wenn man häufig über Fußgänger spricht."),
    "latin-1": ("latin-1", "La búsqueda encontró el artículo del año pasado, según la política señalada."),
    "cyrillic": ("cp1251", "Когда данные часто меняются, поиск по статьям лучше дообучения модели."),
    "shift-jis": ("shift_jis", "データが頻繁に変わる場合は、検索拡張生成を使うべきです。"),
    "chinese": ("gb18030", "如果我们的数据每天都在变化，那么检索是一个好的方法。"),
    "big5": ("big5", "如果我們的數據每天都在變化，那麼檢索是一個好的方法。"),
    "korean": ("euc_kr", "데이터가 자주 바뀌는 경우에는 검색이 더 나은 방법입니다."),
    "bom-8": ("utf-8-sig", "Größe → 5"),
    "bom-16": ("utf-16", "Größe → 5"),
    "bom-32": ("utf-32", "Größe → 5"),
    "wide-16": ("utf-16-le", "Size and cost matter."),
    "wide-16-big": ("utf-16-be", "Size and cost matter."),
    "wide-32": ("utf-32-le", "Size and cost matter."),
}
"""Encodings by name, and a text that must come out of them unharmed."""


def text_parts() -> Iterator[Part]:
    """Yield the families of text files."""
    yield from _encodings()
    yield from _structures()
    yield from refused("binary", _binaries())
    yield from refused("front", _front_matter())
    yield from refused("records", _records())
    yield from refused("pages", {"nested.html": b"<div>" * 100_000 + b"deep"})
    yield from either("pages", _pages())
    yield from either("empty", {"empty.md": b"", "space.txt": b" \n\t\n", "empty.html": b"", "empty.jsonl": b"\n"})
    yield from refused("size", {"real-12-mb.txt": b"A line of a log that goes on and on.\n" * 340_000})


def _encodings() -> Iterator[Part]:
    words = Words("encod")
    for name, (encoding, text) in _FOREIGN.items():
        word = words.next()
        yield Part(f"encodings/{name}.md".encode(), f"{text} {word}.\r\n{text}\r\n".encode(encoding), Fate.FOUND, word)
    damaged = {
        "cut": "Die Größe, {} und für €".encode()[:-1],
        "bytes": "Größe für über {} \udcff äöü".encode("utf-8", "surrogateescape"),
    }
    for name, data in damaged.items():
        word = words.next()
        yield Part(f"encodings/{name}.txt".encode(), data.replace(b"{}", word.encode()), Fate.FOUND, word)
    short = {"short.txt": "Привет".encode("cp1251"), "bare-bytes.md": b"\xff\xfb\xfd" * 400}
    yield from refused("encodings", short)


def _structures() -> Iterator[Part]:
    words = Words("struct")
    for name, (before, after) in _SHAPES.items():
        word = words.next()
        yield Part(f"structure/{name}".encode(), f"{before}{word} here.{after}\n".encode(), Fate.FOUND, word)


_SHAPES = {
    "line-2-mb.md": ("", " word" * 400_000),
    "word-1-mb.txt": ("", " " + "x" * 1_000_000),
    "no-spaces.md": ("", "检索增强生成系统需要索引" * 20_000),
    "fence-open.md": ("```python\nprint(1)\n", "\nprint(2)" * 5_000),
    "fences-nested.md": ("````md\n```py\n", "\n```\n````"),
    "fence-in-list.md": ("- item\n\n  ~~~\n  ", "\n  ~~~\n"),
    "quotes-10k.md": (">" * 10_000, ""),
    "lists-deep.md": ("\n".join("  " * depth + "- x" for depth in range(1_000)) + "\n\n# End\n\n", ""),
    "headings.md": ("\n".join(f"# {'#' * (n % 6)} h{n}" for n in range(1_500)) + "\n\n", ""),
    "brackets.md": ("# " + "[" * 20_000 + "\n\n", "\n" + "[a](" * 20_000),
    "stars.md": ("# " + "*a _b " * 10_000 + "\n\n", ""),
    "ticks.md": ("# " + " ".join("`" * n for n in range(300)) + "\n\n", ""),
    "table-wide.md": ("|a" * 5_000 + "\n" + "|-" * 5_000 + "\n|", "|"),
    "table-long.md": ("| a | b |\n|---|---|\n", "\n" + "| x | y |\n" * 20_000),
    "definitions.md": ("[a]: /b\n" * 5_000 + "\n", ""),
    "comment-open.md": ("", "\n\n<!-- never closed " * 500),
    "tags.mdx": ("", "\n\n" + '<A b={"' * 5_000),
    "modules.mdx": ("export const a = {\n\n}\n\n", "\n\nexport const b = [" * 100),
    "carriage.md": ("# Head\r\rOld line ends, ", "\r"),
    "no-line-end.md": ("# Head #\n\nSetext\n---\n\n", ""),
    "entities.html": ("<p>", "</p>" + "&amp;" * 50_000),
    "laughs.html": ('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>', "&b;</p>"),
    "unclosed.html": ("<p>", "<b><i><li><td>" * 400),
    "script.html": ("<script>alert('x')</script><p>", "</p>"),
}
"""What stands before and after the word in files whose structure never ends."""


def _binaries() -> dict[str, bytes]:
    noise = random.Random(7).randbytes  # noqa: S311 - the same noise each time
    return {
        "gzip.md": gzip.compress(noise(2_000)),
        "png.md": b"\x89PNG\r\n\x1a\n" + noise(500),
        "jpeg.txt": b"\xff\xd8\xff\xe0" + noise(500),
        "elf.md": b"\x7fELF\x02\x01\x01" + noise(500),
        "noise.md": noise(50_000),
        "noise.html": noise(50_000),
        "noise.jsonl": noise(5_000),
        "noise.csv": noise(50_000),
        "pdf.md": b"%PDF-1.4\n1 0 obj\n",
        "zip.txt": b"PK\x03\x04" + noise(300),
        "nul.md": b"Text with a nul \0 in the midst of it.",
        "late-nul.md": b"A long text. " * 2_000 + b"\0",
        "control.txt": bytes(range(1, 32)) * 20,
    }


def _front_matter() -> dict[str, bytes]:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{right}: &{right} [{','.join([f'*{left}'] * 9)}]\n"
        for left, right in zip("abcdefgh", "bcdefghi", strict=True)
    )
    yaml = {
        "bomb": bomb,
        "alias": "a: &x [1]\nb: *x",
        "itself": "a: &a [*a]",
        "tag": "a: !!python/object/apply:os.system ['true']",
        "digits": "a: " + "9" * 20_000,
        "twice": "a: 1\na: 2",
        "deep": "a: " + "[" * 5_000 + "]" * 5_000,
        "key": "? [x]\n: 1",
        "broken": "a: [unclosed",
        "large": f"a: '{'x' * 70_000}'",
    }
    toml = {"broken": "a = [", "twice": "a = 1\na = 2", "deep": "a = " + "[" * 30_000, "digits": "a = " + "9" * 20_000}
    found = {f"yaml-{name}.md": f"---\n{source}\n---\n# Head\n\nText.\n".encode() for name, source in yaml.items()}
    return found | {f"toml-{name}.md": f"+++\n{source}\n+++\nText.\n".encode() for name, source in toml.items()}


def _records() -> dict[str, bytes]:
    good = b'{"id": "1", "title": "One", "text": "A record that is good."}\n'
    return {
        "broken.jsonl": good + b'{"id": "2", "text": \n',
        "list.jsonl": good + b"[1, 2]\n",
        "textless.jsonl": good + b'{"id": "2"}\n',
        "deep.jsonl": good + b'{"text": ' + b"[" * 100_000 + b"\n",
        "digits.jsonl": good + b'{"id": ' + b"9" * 20_000 + b', "text": "x"}\n',
        "not-json.jsonl": b"# a heading\n",
    }


def _pages() -> dict[str, bytes]:
    return {
        "tables.html": b"<table><tr><td>" * 5_000 + b"deep",
        "spans.html": b"<span>" * 100_000,
        "lying-charset.html": b'<meta charset="utf-7"><p>+ADw-script+AD4-',
        "unknown-charset.html": b'<meta charset="klingon"><p>text \xe9\xe8 text',
    }
