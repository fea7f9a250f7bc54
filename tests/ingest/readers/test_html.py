from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.model import Document
from ingest.passages import split
from ingest.readers import BlockKind, FileReaders
from ingest.readers.html import read_html, read_html_fragment
from tests.ingest.readers.making import assert_sound, headings, text_of

HEAD = (
    "<html lang='en'><head><title>When to\n use RAG</title><meta name='author' content='Ann Li'>"
    "<meta property='article:published_time' content='2025-03-01T10:00:00Z'>"
    "<link rel='canonical' href='https://acme.example/rag'></head>"
)


def texts(html: str) -> list[str]:
    return text_of(read_html("a.html", html))


def test_a_page_says_what_it_is_in_its_head() -> None:
    document = read_html("x/y.html", f"{HEAD}<body><h1>Other</h1><p>Text.</p>").document
    assert (document.title, document.author, document.date) == ("When to use RAG", "Ann Li", "2025-03-01")
    assert document.url == "https://acme.example/rag"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<meta property='og:title' content='From og'><h1>From h1</h1>", "From og"),
        ("<title> </title><h1>From <b>h1</b></h1>", "From h1"),
        ("<h2>Small</h2><p>x", "Some page"),
    ],
)
def test_without_a_title_the_next_best_counts(html: str, title: str) -> None:
    assert read_html("in/some-page.html", html).document.title == title


@pytest.mark.parametrize(
    ("html", "field"),
    [
        ("<meta name='date' content='last week'>", "date"),
        ("<meta name='date' content='2025-02-30'>", "date"),
        ("<link rel='canonical' href='javascript:alert(1)'>", "url"),
        ("<link rel='canonical' href='/relative'>", "url"),
        ("<meta name='author' content='https://social.example/ann'>", "author"),
    ],
)
def test_nothing_is_guessed(html: str, field: str) -> None:
    assert getattr(read_html("a.html", f"<head>{html}</head><p>x").document, field) is None


def test_only_the_article_is_read() -> None:
    page = (
        "<body><nav>Menu</nav><header>Banner</header><p>Beside it</p><main><header><h1>Head</h1></header>"
        "<p>Kept</p><script>x</script><style>y</style><aside>Related</aside><p hidden>h</p>"
        "<p style='color:red; display : none'>d</p><div aria-hidden='true'>i</div><div role='navigation'>n</div>"
        "tail</main><footer>Foot</footer></body>"
    )
    reading = read_html("a.html", page)
    assert headings(reading) == [(1, "Head")]
    assert text_of(reading) == ["Kept", "tail"]


def test_without_one_main_part_the_whole_page_is_read() -> None:
    assert texts("<article>One</article><article>Two</article><nav>Menu</nav>") == ["One", "Two"]
    assert texts("<main> </main><p>Elsewhere") == ["Elsewhere"]
    assert texts(f"<article>Teaser</article><p>{'Elsewhere. ' * 9}")[0] == "Teaser"


def test_navigation_without_elements_of_its_own_is_told_by_its_name() -> None:
    page = (
        "<body class='sidebar'><div id='Nav'>Menu</div><ul class='top breadcrumbs'><li>Home</ul><p>Kept</p>"
        "<div class='cookie-banner'>We use cookies</div><div class='footer'><h1>Head</h1></div>"
        "<p class='footer-note'>Kept too</p><p style='font-size:0px'>f</p><p style='font-size:0.9em'>Small</p>"
        "<div class='page footer'>Foot</div>"
    )
    reading = read_html("a.html", page)
    assert headings(reading) == [(1, "Head")]
    assert text_of(reading) == ["Kept", "Kept too", "Small"]


@pytest.mark.parametrize(
    "mark",
    ["<a class='headerlink' href='#x'>Link</a>", "<a href='#x'>¶</a>", "<span class='mw-editsection'>[edit]</span>"],
)
def test_the_mark_beside_a_heading_is_no_part_of_it(mark: str) -> None:
    reading = read_html("a.html", f"<h1>The <a href='/x'>way</a>{mark}</h1>{mark * ('mw' in mark)}<p>Text.</p>")
    assert headings(reading) == [(1, "The way")]
    assert reading.document.title == "The way"
    assert text_of(reading) == ["Text."]


def test_raised_and_struck_figures_do_not_run_into_others() -> None:
    source = "<p>10<sup>6</sup> in 2024<sup><a href='#n'>3</a></sup>, m<sup>2</sup> for <s>$40</s><del>$45</del>$50"
    assert texts(source) == ["10^6 in 2024^3, m2 for $50"]


def test_reading_aids_do_not_part_words() -> None:
    assert texts("<p><ruby>漢<rp>(</rp><rt>かん</rt>字<rt>じ</rt></ruby>です。") == ["漢字です。"]


def test_structure_becomes_blocks() -> None:
    reading = read_html(
        "a.html",
        "<h1>Top</h1>loose <b>bold</b>\n text<br>next line<h3>Deep &amp; <i>more</i></h3><ul><li><p>One</p><li>Two"
        "<ul><li>Inner</ul>after</ul><dl><dt>Term<dd>Meaning</dl><pre><code>def f():\n    return 1\n</code></pre>",
    )
    assert headings(reading) == [(1, "Top"), (3, "Deep & more")]
    assert reading.document.text == (
        "Top\n\nloose bold text\nnext line\n\nDeep & more\n\n- One\n- Two\n- Inner\n\nafter\n\nTerm\nMeaning\n\n"
        "def f():\n    return 1"
    )
    assert [block.kind for block in reading.blocks][-1] is BlockKind.CODE


def test_a_table_is_read_row_by_row_and_keeps_its_empty_cells() -> None:
    table = "<table><tr><th>Plan<th>Price<th>Seats</tr><tr><td><p>Team</p><p>plan</p><td><td>5</tr></table>after"
    assert texts(table) == ["Plan | Price | Seats", "--- | --- | ---", "Team plan |  | 5", "after"]


def test_a_head_at_the_side_of_each_row_is_no_head_of_columns() -> None:
    assert texts("<table><tr><th>Plan<td>Team<tr><th>Price<td>5</table>") == ["Plan | Team", "Price | 5"]


def test_the_head_of_a_long_table_goes_with_its_rows() -> None:
    rows = "".join(f"<tr><td>plan {number}<td>{number} euros a month" for number in range(100))
    passages = split(read_html("a.html", f"<h2>Prices</h2><table><tr><th>Plan<th>Price{rows}</table>"))
    assert len(passages) > 2
    assert {passage.heading for passage in passages[1:]} == {("Prices", "Plan | Price")}


def test_a_table_that_only_places_things_is_read_as_a_page() -> None:
    mail = "<table><tr><td><h2>News</h2><p>First.</p><td><table><tr><td>In</td><td>ner</td></tr></table>Last.</table>"
    reading = read_html("a.html", mail)
    assert headings(reading) == [(2, "News")]
    assert text_of(reading) == ["First.", "In | ner", "Last."]


def test_a_fragment_gives_its_blocks_for_another_document() -> None:
    reading = read_html_fragment("<p>Hello <b>Ann</b>,</p><p>yes.").reading(Document("m.eml", "", "Mail"))
    assert (reading.document.title, reading.document.text) == ("Mail", "Hello Ann,\n\nyes.")
    assert [(block.start, block.end) for block in reading.blocks] == [(0, 10), (12, 16)]
    assert read_html_fragment(" ").blocks == []


@pytest.mark.parametrize("html", ["", " ", "<!-- x -->", "<html></html>", "<script>x</script>", "<head><title>T"])
def test_a_page_without_text_is_an_empty_document(html: str) -> None:
    reading = read_html("a.html", html)
    assert (reading.document.text, reading.blocks) == ("", ())


def test_depth_costs_nothing_up_to_where_it_is_refused() -> None:
    assert texts("<div>" * 1_500 + "deep") == ["deep"]
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        read_html("a.html", "<div>" * 100_000 + "deep")


def test_pages_are_read_in_the_child_process() -> None:
    with FileReaders() as readers:
        reading = readers.read("a.html", b'<meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2 and more')
        assert readers.process.pid is not None
    assert text_of(reading) == ["Привет and more"]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<h1>", "</h2>", "<ul>", "<li>", "</li>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<pre>",
     "</pre>", "<br>", "<main>", "</main>", "<nav>", "</nav>", "<!--", "-->", "<div hidden>", "&amp;", "words here",
     "\n", "<b>", "</b>", "<caption>", "<details>", "<summary>", "&#0;", "a\tb", "\x1b", "<![CDATA[", "<svg>",
     "<table hidden>", "<tr hidden>", "<td hidden>", "<pre hidden>", "<article>", "</article>"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join))
def test_any_page_gives_sound_blocks_and_passages(html: str) -> None:
    reading = read_html("a.html", html)
    assert_sound(reading)
    assert all(reading.document.text[p.start : p.end] == p.text for p in split(reading))
