"""Clean English stays as it is: nothing but blank lines and margins is edited."""

from __future__ import annotations

import pytest

from transforms import render
from transforms.decode import decode
from transforms.label import label
from transforms.restore import restore
from transforms.schema import BLANK, BODY, HEADING, Collation
from transforms.segment import segment
from transforms.split import split

CLEAN = {
    "licence": """MIT License

Copyright (c) 2023 Jane Doe
Copyright 2024 The Example Authors. All rights reserved.

Permission is hereby granted, free of charge, to any person.
The above notice shall be included in all copies of the Software.
""",
    "readme": """Example Tool

A small program that counts things.

Usage

  example --input data.txt
  example --help

Options

  --input FILE     the file to read
  --verbose        say more

- It does not run on old systems.
- The manual is incomplete

Jane Doe <jane@example.org>
""",
    "poem": """The Daffodils

I wandered lonely as a cloud
That floats on high o'er vales and hills,
When all at once I saw a crowd,
A host, of golden daffodils;
""",
    "long lines of verse": """Song of the Open Road

Henceforth I ask not good-fortune, I myself am good-fortune,
Henceforth I whimper no more, postpone no more, need nothing,
Done with indoor complaints, libraries, querulous criticisms,
Strong and content I travel the open road.
""",
    "letter": """London, March 3, 1841

My dear Mother,

I arrived on Tuesday, after a journey of eleven hours, and found the house in good order.
The rooms are cold. Mrs. Brown sends her regards, and hopes that you are well.

Ever your affectionate son,
William
""",
    "prose": """Chapter I
It was a bright cold day in April, and the clocks were striking thirteen.
"Good morning," he said.
"None," said the girl, "but there is coffee."
Chapter II
He returned the next day, and the day after that one too
""",
    "list": """Shopping list for the expedition to the northern shore of the lake
apples, pears and plums from the garden behind the house
bread and butter, enough for at least seven days of walking
warm blankets, preferably of wool, one for each of the party
""",
    "changes": """Changelog

1.2.0 (2021-05-04)
Added a new option for the output format
Fixed a crash when the input file is empty
""",
    "play": """ACT I. SCENE I. A street.

Enter SAMPSON and GREGORY.

SAMPSON. Gregory, on my word, we'll not carry coals.
GREGORY. No, for then we should be colliers.
""",
    "code": """Notes on the program

def main(argv):
    for name in argv:
        print(name)
    return 0
""",
}


def restored(text: str) -> Collation:
    """Return what the stages up to ``restore`` make of a text."""
    return restore(split(label(segment(decode(text.encode(), "a.txt")))))


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_clean_english_stays(text: str):
    done = restored(text)
    (document,) = done.documents
    assert {block.label for block in done.blocks} <= {BODY, HEADING, BLANK}
    assert {edit.rule for edit in document.edits} <= {"line:edge"}
    kept = render.apply(text, document.start, document.end, document.edits)
    assert kept.split() == text.split()
    body = render.render(text, done.blocks, document.edits).splitlines()
    assert set(body) <= {line.strip() for line in text.splitlines()}


def test_a_line_in_latin_script_ends_before_a_chinese_one():
    text = "运行前请准备好数据，并检查文件。\nUsage: example --input FILE\n\n第一步，准备数据。\n"
    done = restored(text)
    assert "FILE\n第一步，准备数据。" in render.render(text, done.blocks, done.documents[0].edits)


def test_a_site_claims_its_page_below_the_text():
    text = "The mill stands by the river. It is old.\nCopyright © 2023 Acme Ltd.\n"
    assert [block.rule for block in restored(text).blocks][-1] == "chrome:copyright-below"
