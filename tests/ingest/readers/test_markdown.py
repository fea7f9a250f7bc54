"""Markdown beyond the ordinary: what other tools write into it. The ordinary is in `test_text_readers`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.passages import split
from ingest.readers import BlockKind
from ingest.readers.frontmatter import split_front_matter
from ingest.readers.markdown import read_markdown
from ingest.readers.mdx import read_mdx
from tests.effort import effort
from tests.ingest.readers.making import assert_sound, headings, text_of

FENCES = {
    "backticks": "```py\n# no heading\n\nx\n```",
    "tildes": "~~~\n# no heading\n\nx\n~~~",
    "nested": "````md\n```py\n# no heading\n```\n````",
    "open": "```py\n# no heading\n\nx",
    "indented": "   ```\n   # no heading\n   ```",
}


def code_of(source: str) -> list[str]:
    reading = read_markdown("a.md", source)
    return [reading.document.text[b.start : b.end] for b in reading.blocks if b.kind is BlockKind.CODE]


def test_toml_front_matter_says_what_a_document_is() -> None:
    source = '+++\ntitle = "When"\nauthors = ["Ann", "Bo"]\ndate = 2025-03-01T10:00:00Z\nurl = "https://a.example"\n+++\nText'
    front, body = split_front_matter(source)
    assert (front.title, front.author, front.date, front.url) == ("When", "Ann, Bo", "2025-03-01", "https://a.example")
    assert body == "Text"
    assert split_front_matter("+++\nnever = 'closed'")[1] == "+++\nnever = 'closed'"


@pytest.mark.parametrize(
    "source", ["a = [", "a = 1\na = 2", "a = " + "[" * 30_000, "a = " + "9" * 20_000, f"a = '{'x' * 70_000}'"]
)
def test_hostile_toml_refuses_the_file(source: str) -> None:
    with pytest.raises(UnreadableFileError, match="front matter"):
        split_front_matter(f"+++\n{source}\n+++\ntext")


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert split_front_matter("---\ndate: '2025-02-30'\n---\n")[0].date is None
    assert split_front_matter("---\ndate: '2025-13'\n---\n")[0].date is None


@pytest.mark.parametrize("fence", FENCES.values(), ids=FENCES)
def test_fences_stay_whole(fence: str) -> None:
    assert [code.strip() for code in code_of(f"# Head\n\nText.\n\n{fence}")] == [fence.strip()]


def test_code_in_a_long_list_item_or_quotation_stays_whole() -> None:
    words = "Words that go on and on. " * 60
    inner = "  ```py\n" + "  x = 1\n" * 100 + "  ```"
    source = f"- {words}\n\n{inner}\n\n  {words}\n  - inner item one\n  - inner item two\n"
    reading = read_markdown("a.md", source)
    assert_sound(reading)
    assert code_of(source) == [inner]
    assert text_of(reading)[-2:] == ["  - inner item one", "  - inner item two"]
    assert any(inner in passage.text for passage in split(reading))
    assert any("x = 1\n> ```" in code for code in code_of(f"> {words}\n>\n> ```\n> x = 1\n> ```\n"))


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Head ##", "Head"),
        ("# Head {#anchor}", "Head"),
        ("# Head {.class #a}", "Head"),
        ('# <a id="x"></a>Head', "Head"),
        ("# Head 🦊 :rocket:", "Head 🦊 :rocket:"),
        (r"# Head \# \*one\*", "Head # *one*"),
        ("# ![Alt](x.png) Head", "Alt Head"),
        ("Head\nhead\n===", "Head head"),
        ("# C{x}", "C{x}"),
    ],
)
def test_headings_are_told_without_their_mark_up(line: str, heading: str) -> None:
    assert headings(read_markdown("a.md", f"{line}\n\ntext"))[0] == (1, heading)


def test_alerts_footnotes_tables_and_definitions_keep_their_words() -> None:
    source = (
        "> [!NOTE]\n> Mind this.\n\nClaim.[^1]\n\n[^1]: The footnote says why.\n\n[home]: https://a.example\n\n"
        "| a | b |\n|---|:-:|\n| 1 | 2 |\n\n<details>\n<summary>More</summary>\nInside.\n</details>\n"
    )
    assert [text.split("\n")[0] for text in text_of(read_markdown("a.md", source))] == [
        "> [!NOTE]",
        "Claim.[^1]",
        "[^1]: The footnote says why.",
        "[home]: https://a.example",
        "| a | b |",
        "|---|:-:|",
        "| 1 | 2 |",
        "<details>",
    ]


def test_comments_nobody_sees_are_left_out() -> None:
    source = "Above\n<!-- hidden\n\nwords -->\nBelow\n\n<!-- x --><!-- y --> beside\n\n```html\n<!-- code -->\n```\n"
    reading = read_markdown("a.md", source)
    assert text_of(reading) == ["Above", "Below", "beside", "```html\n<!-- code -->\n```"]
    assert "never closed" in read_markdown("a.md", "Text\n\n<!-- never closed").document.text


def test_a_heading_in_html_is_one() -> None:
    source = '<h1 align="center">\n  The <b>tool</b>\n</h1>\n\nText.\n\n<h2>Use</h2>\n<p>x</p>\n\n<H3>End</H3>\n'
    reading = read_markdown("a.md", source)
    assert headings(reading) == [(1, "The tool"), (3, "End")]
    assert reading.document.title == "The tool"


def test_comments_within_a_paragraph_are_left_out_and_kept_in_code() -> None:
    source = "One <!-- a\nb --> two `<!-- c -->`.\n\n- ``x ` <!-- d --> `` <!-- e -->\n- ` <!-- f --> g\n\n> <!-- never"
    assert text_of(read_markdown("a.md", source)) == [
        "One  two `<!-- c -->`.",
        "- ``x ` <!-- d --> `` ",
        "- `  g",
        "> <!-- never",
    ]


def test_scripts_styles_and_the_code_of_pictures_are_left_out() -> None:
    script = "<script>\nx = 1\n\ny = 2\n</script>\n\n<STYLE>p {}</STYLE>"
    source = f"Above.\n\n{script}\n\n![A plan](data:image/png;base64,{'iVBORw0KGgo' * 900}) of it.\n"
    reading = read_markdown("a.md", source)
    assert text_of(reading) == ["Above.", "![A plan](data:image/png;base64,…) of it."]
    assert "y = 2" in read_markdown("a.md", f"```html\n{script}\n```").document.text


MDX = """---
title: Page
---
import Card from './card'
import {
  Tab,
} from "tabs"

export const meta = {
  a: 1,

  b: [2],
}

# Head {/* a note */}

<Card title="Hi > there" icon={<Icon a={1} />}>
    Text in **card**.
</Card>

{props.children}

A <Badge text="new" />word, `<Code>`, 3 < 4 and <https://a.example>.

export your data now.

```jsx
import Y from 'z'
<Card>kept</Card>
```
"""


def test_mdx_keeps_what_a_reader_sees() -> None:
    reading = read_mdx("a.mdx", MDX)
    assert_sound(reading)
    assert headings(reading) == [(1, "Head")]
    assert [text.strip() for text in text_of(reading)] == [
        "Text in **card**.",
        "A word, `<Code>`, 3 < 4 and <https://a.example>.",
        "export your data now.",
        "```jsx\nimport Y from 'z'\n<Card>kept</Card>\n```",
    ]


SHAPES = {
    "tags": '<A b={"',
    "braces": "{a ",
    "quotes": "> ",
    "headings": "# a\n",
    "items": "- a\n",
    "rows": "|a|b|\n|-|-|\n",
    "ticks": "`a ",
    "brackets": "[a](",
    "comments": "<!-- a\n",
    "fences": "```\n",
    "imports": "import a from 'b'\n",
    "notes": "{/* ",
    "components": "<A>b</A>",
    "code": "`<A>",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_ten_times_the_text_takes_no_more_than_linear_time(shape: str) -> None:
    def seconds(length: int) -> float:
        return effort(lambda: split(read_mdx("a.mdx", shape * (length // len(shape)))))

    assert seconds(60_000) < 40 * seconds(6_000) + 0.5  # quadratic would be a hundred times


PIECES = st.sampled_from(
    ["# A", "<A>", "</A>", "<A b={", "{/* n */}", "{x}", "import a from 'b'", "export const a = [", "```", "~~~", "",
     "text <b>bold</b>", "    indented", "- item", "> quote", "|a|b|\n|-|-|", "<!-- c -->", "<!--", "-->", "+++", "`<A"]
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.lists(PIECES | st.text(max_size=20).map(lambda text: text.replace("\r", "")), max_size=25).map("\n".join))
def test_any_source_gives_sound_blocks(source: str) -> None:
    for read in (read_markdown, read_mdx):
        try:
            reading = read("a.md", source)
        except UnreadableFileError:
            continue  # it happens to begin with broken front matter
        assert_sound(reading)
