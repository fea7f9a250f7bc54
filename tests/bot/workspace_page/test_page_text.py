"""The page's two text formats, its addresses and its times, as the modules the page itself runs."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from bot.workspace.config import WorkspaceConfig
from bot.workspace.server import WorkspaceServer

OPTIONS = {"viewport": {"width": 1280, "height": 800}}

pytestmark = pytest.mark.asyncio(loop_scope="session")

DIRECTORY = """{
  user: (id) => (id === "U1" ? { id, real_name: "Ada Lovelace" } : undefined),
  channel: (id) => (id === "C1" ? { id, name: "general" } : undefined),
}"""

SHOW = """([nodes]) => {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  const plain = (node) => node.nodeType === 3 ? node.data.replace(/[&<>]/g, (sign) => entities[sign])
    : node.tagName === "BR" || node.tagName === "HR" ? `<${node.tagName.toLowerCase()}>`
    : node.classList.contains("mention") ? `{${node.textContent}}`
    : node.tagName === "A" ? `<a ${node.getAttribute("href")}>${inside(node)}</a>`
    : node.classList.contains("emoji") || node.tagName === "DIV" ? inside(node)
    : node.tagName === "INPUT" ? (node.checked ? "[x]" : "[ ]")
    : `<${tag(node)}>${inside(node)}</${tag(node)}>`;
  const tag = (node) => node.classList.contains("heading") ? `h${node.ariaLevel - 2}` : node.tagName.toLowerCase();
  const inside = (node) => [...node.childNodes].map(plain).join("");
  return nodes.map(plain).join("");
}"""

MRKDWN = [
    ("*bold* _italic_ ~gone~ `code`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>"),
    ("*bold _both_*", "<strong>bold <em>both</em></strong>"),
    ("2*3*4 snake_case_name * not * bold", "2*3*4 snake_case_name * not * bold"),
    ("`*not bold*` *not closed", "<code>*not bold*</code> *not closed"),
    ("a &lt;b&gt; &amp;amp;", "a &lt;b&gt; &amp;amp;"),
    ("one\ntwo", "one<br>two"),
    ("```\nx *y*\n```\nafter", "<pre>x *y*</pre>after"),
    ("before ``` open", "before ``` open"),
    ("&gt; said\n&gt; twice\nthen", "<blockquote>said<br>twice</blockquote>then"),
    ("&gt;&gt;&gt; all\nof it", "<blockquote>all<br>of it</blockquote>"),
    ("• one\n• *two*\nend", "<ul><li>one</li><li><strong>two</strong></li></ul>end"),
    ("<@U1> <@U9|zoe> <#C1> <#C9>", "{@Ada Lovelace} {@zoe} {#general} {#private-channel}"),
    ("<!channel> <!here>", "{@channel} {@here}"),
    ("<https://a.example/x?b=1&amp;c=2|the *label*>", "<a https://a.example/x?b=1&c=2>the <strong>label</strong></a>"),
    ("<mailto:a@b.example>", "<a mailto:a@b.example>a@b.example</a>"),
    ("see https://a.example/x_y_z, ok", "see <a https://a.example/x_y_z>https://a.example/x_y_z</a>, ok"),
    ("<javascript:alert(1)|x>", "<span>x</span>"),
    ("<img src=x>", "&lt;img src=x&gt;"),
    (":tada: :no_such_thing: 10:30:15", "🎉 :no_such_thing: 10:30:15"),
    ("<!date^0^{nothing}|long ago>", "<time>{nothing}</time>"),
    ("<!date^oops^{date}|long ago>", "<time>long ago</time>"),
]

MARKDOWN = [
    ("# One\n## Two", "<h1>One</h1><h2>Two</h2>"),
    ("a **b** *c* _d_ __e__ ~~f~~", "<p>a <strong>b</strong> <em>c</em> <em>d</em> <strong>e</strong> <s>f</s></p>"),
    ("***both*** and **a *b***", "<p><strong><em>both</em></strong> and <strong>a <em>b</em></strong></p>"),
    ("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>"),
    ("snake_case_name 2 * 3 * 4", "<p>snake_case_name 2 * 3 * 4</p>"),
    (r"\*plain\* 5 &lt; 6", "<p>*plain* 5 &lt; 6</p>"),
    ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
    ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("1. a\n2. b\n\n- c", "<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>"),
    ("1. a\n\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    ("- [x] done\n- [ ] open", "<ul><li>[x]done</li><li>[ ]open</li></ul>"),
    ("> said\n> - x", "<blockquote><p>said</p><ul><li>x</li></ul></blockquote>"),
    ("```py\na *b*\n```\nend", "<pre>a *b*</pre><p>end</p>"),
    ("```\nstill open", "<pre>still open</pre>"),
    ("~~~\n```\n~~~", "<pre>```</pre>"),
    ("`a` ``b ` c``", "<p><code>a</code> <code>b ` c</code></p>"),
    (
        "| A | B |\n|---|--:|\n| 1 | `x\\|y` |",
        "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td>1</td><td><code>x|y</code></td></tr></tbody></table>",
    ),
    ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
    (
        "[t](https://a.example/x_(y)) ![i](https://b.example)",
        "<p><a https://a.example/x_(y)>t</a> <a https://b.example>i</a></p>",
    ),
    ('[t](https://a.example "title")', "<p><a https://a.example>t</a></p>"),
    ("[x](javascript:alert(1))", "<p><span>x</span></p>"),
    ("https://a.example/a_b_c.", "<p><a https://a.example/a_b_c>https://a.example/a_b_c</a>.</p>"),
    ("<https://a.example> <@U1>", "<p><a https://a.example>https://a.example</a> {@Ada Lovelace}</p>"),
    ("<b>no</b> [1] [2](not a link", "<p>&lt;b&gt;no&lt;/b&gt; [1] [2](not a link</p>"),
    ("**unfinished", "<p>**unfinished</p>"),
    ("", ""),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def modules(pages) -> AsyncIterator[Page]:
    """A page in which the modules can be imported; nothing here changes it."""
    server = WorkspaceServer(WorkspaceConfig.from_manifest({"display_information": {"name": "Guide"}}))
    page = await pages.take(OPTIONS)
    await page.goto(await server.start())
    yield page
    await pages.give_back(page, OPTIONS)
    await server.stop()


async def draw(page: Page, module: str, texts: list[str]) -> list[str]:
    """What a text format makes of each text, in the short notation of `SHOW`."""
    script = f"""async ([file, name, texts]) => {{
      const draw = (await import(file))[name];
      const nodes = (text) => {{ const made = draw(text, {DIRECTORY}); return [...(made.childNodes ?? made)]; }};
      return texts.map((text) => ({SHOW})([nodes(text)]));
    }}"""
    return await page.evaluate(script, [f"/static/js/{module}.js", module, texts])


@pytest.mark.parametrize(("module", "examples"), [("mrkdwn", MRKDWN), ("markdown", MARKDOWN)])
async def test_text_is_drawn(modules: Page, module: str, examples: list[tuple[str, str]]):
    shown = await draw(modules, module, [text for text, _ in examples])
    assert dict(zip((text for text, _ in examples), shown, strict=True)) == dict(examples)


async def test_an_unfinished_answer_never_fails(modules: Page):
    whole = "\n\n".join(text for text, _ in MARKDOWN)
    shown = await draw(modules, "markdown", [whole[:end] for end in range(0, len(whole), 3)])
    assert all(shown[2:])


async def test_addresses_and_mentions(modules: Page):
    results = await modules.evaluate(
        """async () => {
          const { parseRoute, formatRoute } = await import("/static/js/router.js");
          const { namesToMentions, mentionsToNames } = await import("/static/js/mentions.js");
          const { compareTs, formatSlackDate } = await import("/static/js/time.js");
          const { safeHref } = await import("/static/js/dom.js");
          const sam = { id: "U1", name: "sam", real_name: "Sam" };
          const users = [sam, { id: "U2", name: "samlee", real_name: "Sam Lee" }];
          const links = ["https://a", "HTTP://a", "mailto:a@b", "javascript:1", " javascript:1", "//a", "data:x", ""];
          return {
            thread: parseRoute("#/C1/p1700000000000100"),
            back: formatRoute(parseRoute("#/C1/p1700000000.000100")),
            home: formatRoute(parseRoute("#/D1/home")),
            broken: parseRoute("#/%E0%A4%A"),
            sent: namesToMentions("@Sam Lee and @sam, not me@sam.example or @Samuel", users),
            typed: mentionsToNames("<@U2> wrote <https://a.example> &lt;3", users),
            order: ["1700000000.000002", "1700000000.000010", "1600000000.9"].sort(compareTs),
            date: formatSlackDate(0, "{date_num} {unknown}").slice(-9),
            links: links.map(safeHref),
          };
        }"""
    )
    assert results == {
        "thread": {"channel": "C1", "tab": "messages", "thread": "1700000000.000100"},
        "back": "#/C1/p1700000000000100",
        "home": "#/D1/home",
        "broken": {"channel": "", "tab": "messages", "thread": ""},
        "sent": "<@U2> and <@U1>, not me@sam.example or @Samuel",
        "typed": "@Sam Lee wrote https://a.example <3",
        "order": ["1600000000.9", "1700000000.000002", "1700000000.000010"],
        "date": "{unknown}",
        "links": ["https://a", "HTTP://a", "mailto:a@b", "", "", "", "", ""],
    }


async def test_what_the_socket_told_meanwhile_is_newer_than_an_answer(modules: Page):
    shown = await modules.evaluate(
        """async () => {
          const { createStore } = await import("/static/js/store.js");
          const store = createStore();
          const reply = (ts, text) => ({ ts, thread_ts: "1.000000", user: "U1", text });
          const root = { ts: "1.000000", user: "U1", text: "root" };
          store.putMessages("C1", [root, reply("2.000000", "gone on the server"), reply("3.000000", "old words")]);
          const before = store.snapshot("C1");
          store.putMessages("C1", [reply("3.000000", "new words"), reply("4.000000", "just arrived")]);
          store.putReplies("C1", "1.000000", [root, reply("3.000000", "old words"), reply("5.000000", "read")], before);
          return store.thread("C1", "1.000000").map(({ text }) => text);
        }"""
    )
    assert shown == ["root", "new words", "just arrived", "read"]
