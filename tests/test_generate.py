"""The made-up sources say of themselves what is true."""

from __future__ import annotations

import re

import pytest

from tests.generate import ENCODINGS, FOLDED, STYLES, compilation, encode, report, web_page

SPACE_AND_PAGES = re.compile(r"\s*- \d+ -\s*政策文件选编\s|第 ?\d+ ?页(?: 共 99 页)?|— \d+ —|\s+")


def bare(text):
    return SPACE_AND_PAGES.sub("", text).translate(FOLDED)


@pytest.mark.parametrize("style", STYLES)
def test_each_span_holds_its_document(style):
    made = compilation(3, style, documents=8)
    assert len(made.documents) == 8
    for truth in made.documents:
        span = made.text[truth.start : truth.end]
        assert span == span.strip()
        assert bare(span) == bare(truth.made.text)
    for start, end in made.copies:
        copied = bare(made.text[start:end])
        assert copied in [bare(truth.made.text) for truth in made.documents]


@pytest.mark.parametrize("style", STYLES)
def test_one_seed_makes_one_text(style):
    assert compilation(1, style, 4) == compilation(1, style, 4)
    assert compilation(1, style, 4).text != compilation(2, style, 4).text


def test_pages_are_those_of_the_markers():
    made = compilation(5, "one_line", documents=12)
    assert any(truth.page_end > truth.page_start for truth in made.documents)
    for truth in made.documents:
        marker = re.compile(r"第(\d+)页").search(made.text, truth.end)
        assert marker is not None
        assert int(marker[1]) == truth.page_end


def test_without_mistakes_the_contents_are_right():
    made = compilation(2, "one_line", documents=12, mistakes=False)
    for truth in made.documents:
        assert truth.listed_title == truth.title
        entry = re.escape(truth.title.translate(FOLDED)) + r"》\.+" + str(truth.page_start)
        assert re.search(entry, made.text)


@pytest.mark.parametrize("make", [web_page, report])
def test_single_documents(make):
    made = make(4)
    (truth,) = made.documents
    assert bare(made.text[truth.start : truth.end]) == bare(truth.made.text)
    assert made.text.count(truth.title) >= 2


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_bytes_read_back(encoding):
    text = compilation(1, "laws", documents=3).text
    if encoding == "big5":
        assert encode(text, encoding).decode("big5").startswith("政策文件選編")
    else:
        assert encode(text, encoding).decode(encoding) == text
