"""What a record is told of its bytes: the warnings of decoding, from bytes to records."""

import pytest

import jiaokan
from transforms import write
from transforms.decode import decode
from transforms.schema import Document, Remark
from transforms.write import remarked, source_row

LINES = (
    "关于进一步加强农村饮用水水源保护的通知",
    "各乡镇人民政府、街道办事处：",
    "为了保护水源，防止污染，经研究决定，现将有关事项通知如下：",
    "一、划定保护区。各乡镇应当在2023年6月底前完成划定工作，并设立明显标志；",
    "二、加强巡查。每月不少于两次，发现问题应当立即处理并上报县水务局。",
)
TEXT = "\n".join(LINES) + "\n"
LOST = "characters were lost in the source (U+FFFD)"
UNDECODABLE = "bytes that could not be decoded (U+FFFD)"
REPAIRED = "mojibake was read back"
LEFT = "mojibake may be left"
SPOILT = "characters were lost before the source was saved (锟斤拷 or the like)"


def with_line(line: str) -> str:
    return TEXT + line + "\n"


def bad_byte(text: str, written: str) -> bytes:
    return text.encode(written).replace("巡查".encode(written), b"\xff" + "巡查".encode(written))


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("gb18030"), []),
        (bad_byte(TEXT, "utf-8"), [LOST, UNDECODABLE]),
        (bad_byte(TEXT, "gb18030"), [LOST, UNDECODABLE]),
        (TEXT.encode("utf-16") + b"\x3d\xd8", [LOST, UNDECODABLE]),  # a lone surrogate
        (TEXT.encode().replace("巡查".encode(), b"\xed\xa0\xbd"), [LOST, UNDECODABLE]),
        (TEXT.replace("巡查", "\ufffd").encode(), [LOST]),
        (TEXT.encode().decode("latin-1").encode(), [REPAIRED]),
        (TEXT.encode().decode("gbk", "replace").encode(), [LOST, UNDECODABLE, REPAIRED]),
        (with_line("三、通知锟斤拷锟斤拷锟斤拷，见附件。").encode(), [SPOILT]),
        (with_line("三、报告\ue123见附件。").encode(), ["private-use characters"]),
        (with_line("三、报告\U0010f000见附件。").encode(), ["private-use characters"]),
        (with_line("三、报告\u0378见附件。").encode(), ["characters that Unicode does not assign"]),
        (with_line("三、报告\0见附件。").encode(), ["NUL characters"]),
        (with_line("三、报告\x07见附件。").encode("gbk"), ["control characters"]),
    ],
)  # fmt: skip
def test_a_record_says_what_is_wrong_with_its_bytes(data, warnings):
    (record,) = jiaokan.clean(data, "a.txt")
    assert record["warnings"] == warnings


def test_mojibake_that_is_left_is_said():
    shown = "绯荤粺�绯�绯�绯�绯�鐞嗙洃�绯�绯�绯�绯�"  # more is lost than there is
    (record,) = jiaokan.clean(with_line(shown).encode(), "a.txt")
    assert LEFT in record["warnings"]
    assert REPAIRED not in record["warnings"]


def test_only_the_document_that_holds_it_is_warned():
    remarks = (Remark("a", 10, 20), Remark("a", 40, 50), Remark("b", 0, 100), Remark("c", 30, 31))
    source = decode(TEXT.encode())._replace(remarks=remarks)
    said = {
        (start, end): list(remarked(source, Document("id", start, end, 1.0)))
        for start, end in [(0, 10), (0, 11), (19, 20), (20, 40), (25, 35), (31, 45), (100, 120)]
    }
    assert said == {
        (0, 10): ["b"],
        (0, 11): ["a", "b"],
        (19, 20): ["a", "b"],
        (20, 40): ["b", "c"],
        (25, 35): ["b", "c"],
        (31, 45): ["a", "b"],
        (100, 120): [],
    }


@pytest.mark.parametrize(
    ("data", "undecodable", "lost"),
    [
        (TEXT.encode(), 0, 0),
        (TEXT.replace("巡查", "\ufffd").encode(), 0, 0),
        (bad_byte(TEXT, "gb18030"), 1, 1),
        (TEXT.encode()[:-2], 2, 2),
        ("年之後，裏外如一。裏邊的恒心。".encode("cp950") * 5, 0, 0),
    ],
)
def test_sources_count_what_was_not_decoded(data, undecodable, lost):
    collation = jiaokan.collate(data, "a.txt")
    row = source_row(collation, 1)
    assert (row.undecodable_bytes, row.lost_characters) == (undecodable, lost)
    tally = write.tally(write.tabulate([collation], {}, []))
    assert (tally["undecodable_bytes"], tally["lost_characters"]) == (undecodable, lost)


def test_lost_characters_of_mojibake_are_counted():
    collation = jiaokan.collate(TEXT.encode().decode("gbk", "replace").encode(), "a.txt")
    row = source_row(collation, 1)
    assert row.lost_characters == collation.text.text.count("\ufffd") > 0
