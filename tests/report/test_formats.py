"""Every format, byte for byte over the samples, and harmless over hostile text."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from auditor.model import Span, SpanType
from auditor.report import Audience, Format, Report, render
from auditor.report.listed import pieces_of
from auditor.report.redaction import redact
from tests.report import golden
from tests.report.samples import HOSTILE, finding, full_report, poisoned

HIDDEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer", "article",
    "div", "p", "h1", "h2", "h3", "ul", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody",
    "tr", "th", "td",
    "span", "code", "strong", "b", "mark", "blockquote",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "id", "role", "aria-label",
    "aria-labelledby", "tabindex", "scope",
}  # fmt: skip


@pytest.mark.parametrize(("name", "fmt"), golden.cases())
def test_a_sample_is_rendered_as_its_golden_file_byte_for_byte(name: str, fmt: Format) -> None:
    assert render(golden.reports()[name], fmt).encode() == golden.path(name, fmt).read_bytes()


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def hostile_reports() -> list[Report]:
    return [redact(poisoned(text), audience) for text in HOSTILE for audience in Audience]


@pytest.mark.parametrize("report", hostile_reports(), ids=lambda r: str(r.audience))
class TestHostileText:
    def test_html_holds_only_our_own_tags_and_nothing_that_is_fetched_or_run(self, report: Report) -> None:
        seen = _Tags()
        seen.feed(render(report, Format.HTML))
        assert set(seen.tags) <= TAGS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES
        assert not re.search(r"url\(|@import|<script|javascript:", _without_text(render(report, Format.HTML)))

    def test_markdown_holds_no_link_picture_html_or_code_of_anybody_else(self, report: Report) -> None:
        parser = MarkdownIt("commonmark", {"html": True}).enable("table")
        tokens = [
            t
            for block in parser.parse(render(report, Format.MARKDOWN))
            for t in (block, *(block.children or []))
        ]
        kinds = [t.type for t in tokens]
        forbidden = {"link_open", "image", "html_block", "html_inline", "fence", "code_block", "autolink"}
        assert forbidden.isdisjoint(kinds)
        assert kinds.count("code_inline") == 1  # the digest

    def test_markdown_tables_keep_their_shape(self, report: Report) -> None:
        parser = MarkdownIt("commonmark").enable("table")
        widths: set[int] = set()
        for token in parser.parse(render(report, Format.MARKDOWN)):
            if token.type == "table_open":
                widths, cells = set(), 0
            elif token.type == "tr_open":
                cells = 0
            elif token.type in ("td_open", "th_open"):
                cells += 1
            elif token.type == "tr_close":
                widths.add(cells)
                assert len(widths) == 1

    def test_no_cell_of_the_spreadsheet_is_a_formula_and_every_row_is_whole(self, report: Report) -> None:
        text = render(report, Format.CSV)
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
        for row in rows:
            for cell in row:
                assert not cell.lstrip("\u200b\u00a0 ").startswith(FORMULA), cell

    def test_json_gives_back_exactly_what_the_report_holds(self, report: Report) -> None:
        text = render(report, Format.JSON)
        assert text.isascii()
        told = json.loads(text)
        assert told["audience"] == report.audience
        assert told["owner"]["name"] == report.owner.name
        if report.audience is not Audience.DEPARTMENT_HEAD:
            details = [f.detail for f in report.findings]
            assert [f["detail"]["text"] for f in told["findings"]] == [d.text for d in details if d]

    @pytest.mark.parametrize("fmt", Format)
    def test_nothing_steers_a_terminal_or_hides_from_a_reader(self, report: Report, fmt: Format) -> None:
        text = render(report, fmt)
        text.encode()
        for mark in text:
            assert mark in "\n\r" or unicodedata.category(mark) not in ("Cc", "Cs")
            assert (
                mark not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u200b"
            )


def _without_text(page: str) -> str:
    """The page's tags and style alone."""
    return "".join(re.findall(r"<style>.*?</style>|<[^>]*>", page, re.DOTALL))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(Format), st.sampled_from(Audience))
def test_any_text_renders_and_encodes(text: str, fmt: Format, audience: Audience) -> None:
    assert render(redact(poisoned(text), audience), fmt).encode()


@given(
    st.text(max_size=40),
    st.lists(
        st.builds(Span, st.integers(-5, 50), st.integers(-5, 50), st.sampled_from(SpanType)), max_size=6
    ),
)
def test_a_post_cut_at_its_spans_loses_nothing(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in pieces_of(text, spans)) == text


def test_the_owner_sees_the_whole_post_with_its_words_marked() -> None:
    page = render(redact(full_report((finding(1),)), Audience.SELF), Format.HTML)
    assert "<mark>Mrs Quillfeather<" in page
    assert "how was your night?" in page


def test_the_spreadsheet_has_one_row_for_each_finding() -> None:
    report = redact(full_report(), Audience.SELF)
    rows = list(csv.DictReader(io.StringIO(render(report, Format.CSV), newline="")))
    assert sum(row["section"] == "finding" for row in rows) == len(report.findings)
    assert rows[-1]["section"] == "digest"
