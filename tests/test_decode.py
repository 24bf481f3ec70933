"""Decode: the right text in many encodings, damaged too, and the bytes given back exactly."""

import pickle
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.decode import DecodeError, decode, decode_file, encode, view
from transforms.decode.reading import strictly
from transforms.schema import DeadLetter, Segment, SourceFile, SourceText

SIMPLIFIED = (
    "关于进一步加强农村饮用水水源保护的通知\n"
    "各乡镇人民政府、街道办事处：\n"
    "为了保护水源，防止污染，经研究决定，现将有关事项通知如下：\n"
    "一、划定保护区。各乡镇应当在2023年6月底前完成划定工作，并设立明显标志；\n"
    "二、加强巡查。每月不少于两次，发现问题应当立即处理并上报县水务局。\n"
)
TRADITIONAL = (
    "關於進一步加強農村飲用水水源保護的通知\n"
    "各鄉鎮人民政府、街道辦事處：\n"
    "為了保護水源，防止污染，經研究決定，現將有關事項通知如下：\n"
    "一、劃定保護區。各鄉鎮應當在2023年6月底前完成劃定工作，並設立明顯標誌；\n"
    "二、加強巡查。每月不少於兩次，發現問題應當立即處理並上報縣水務局。\n"
)
JAPANESE = "この条例は、市民の生活環境を保全するために必要な事項を定めるものとする。\n"
KOREAN = "이 조례는 시민의 생활 환경을 보전하기 위하여 필요한 사항을 정하는 것을 목적으로 한다.\n"
RUSSIAN = "Настоящий закон вступает в силу со дня опубликования и не позднее чем на месяц.\n"
POLISH = "Ustawa wchodzi w życie po upływie czternastu dni i nie później niż od dnia ogłoszenia.\n"
LETTER = "“My dear Zoë,” she wrote — “the café by the river is closed; naïve of us to wait.”\n"


def restored(data: bytes) -> SourceText:
    """Decode ``data`` and check what holds for every decoded text."""
    decoded = decode(data, "a.txt")
    assert encode(decoded.text, decoded.segments, decoded.patches) == data
    assert decoded.size == len(data)
    assert decoded.view == view(decoded.text)
    assert 0 < decoded.confidence <= 1
    assert decoded.evidence
    decoded.text.encode("utf-8")  # raises on a lone surrogate
    assert decoded.segments[0][:2] == (0, 0)
    for warning, start, end in decoded.remarks:
        assert warning
        assert 0 <= start < end <= len(decoded.text)
    assert list(decoded.remarks) == sorted(decoded.remarks)
    for patch in decoded.patches:
        assert patch.raw == data[patch.byte_start : patch.byte_end]
    return decoded


LABELLED = [
    (SIMPLIFIED, "utf-8", "utf-8"),
    (TRADITIONAL, "utf-8", "utf-8"),
    (SIMPLIFIED, "gb2312", "gb18030"),
    (SIMPLIFIED, "gbk", "gb18030"),
    (TRADITIONAL, "gbk", "gb18030"),
    (SIMPLIFIED + "㐀𠀀龦", "gb18030", "gb18030"),
    (TRADITIONAL, "big5", "big5"),
    (TRADITIONAL + "裏邊的恒心與粧飾，裏外如一。" * 3, "cp950", "cp950"),
    (TRADITIONAL + "佢哋喺度嘅嘢" * 9, "big5hkscs", "big5hkscs"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (SIMPLIFIED, "utf-16-be", "utf-16-be"),
    (TRADITIONAL + "𠀀", "utf-16-le", "utf-16-le"),
    (SIMPLIFIED, "hz", "hz"),
    (JAPANESE, "euc_jp", "euc_jp"),
    (JAPANESE, "shift_jis", "cp932"),
    (JAPANESE, "iso2022_jp", "iso2022_jp_2"),
    (KOREAN, "euc_kr", "cp949"),
    (RUSSIAN, "cp1251", "cp1251"),
    (RUSSIAN, "koi8-r", "koi8-r"),
    (RUSSIAN, "cp866", "cp866"),
    (POLISH, "cp1250", "cp1250"),
    (SIMPLIFIED, "utf-32-le", "utf-32-le"),
    (SIMPLIFIED, "utf-32-be", "utf-32-be"),
    (LETTER, "cp1252", "cp1252"),
    (LETTER, "utf-8", "utf-8"),
    ("A plain English letter.\n", "utf-16-le", "utf-16-le"),
]


@pytest.mark.parametrize(("text", "written", "expected"), LABELLED)
@pytest.mark.parametrize("times", [1, 40])
def test_labelled(text, written, expected, times):
    decoded = restored((text * times).encode(written))
    assert decoded.text == text * times
    assert decoded.encoding == expected
    assert decoded.patches == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("通知", "gbk"),
        ("模块", "gbk"),  # also valid UTF-8, as "ģ" and a Greek letter
        ("联通", "gbk"),
        ("通知", "utf-8"),
        ("通知", "utf-16-le"),
        ("通知", "utf-16-be"),
        ("法規", "big5"),
        ("第一条", "gbk"),
        ("第一條 總則", "big5"),
        ("床前明月光，疑是地上霜。举头望明月，低头思故乡。", "gbk"),
        ("蓊郁葳蕤，潋滟滂沱，婆娑袅娜，觥筹交错。", "gbk"),
        ("蓊郁葳蕤，潋滟滂沱，婆娑袅娜，觥筹交错。", "utf-16-le"),
        ("氢氦锂铍硼碳氮氧氟氖钠镁铝硅磷硫氯氩钾钙", "gbk"),
        ("café", "utf-8"),
        ("2023", "utf-8"),
    ],
)
def test_short(text, written):
    assert restored(text.encode(written)).text == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("第九条", "utf-16-le"), ("第九条", "utf-16-be"), ("自治区", "utf-16-le"), ("泄漏", "gbk")],
)
def test_a_word_that_is_valid_utf8_by_chance_is_not_sure(text, written):
    assert restored(text.encode(written)).confidence < 0.9


@pytest.mark.parametrize("text", ["2023", "readme", "id,name\n", "café", "第九条"])
def test_a_word_of_utf8_is_sure(text):
    decoded = restored(text.encode())
    assert decoded.text == text
    assert decoded.confidence >= 0.9


@pytest.mark.parametrize(
    "written", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be", "gb18030"]
)
def test_a_byte_order_mark_is_believed_and_stays_in_the_text(written):
    text = SIMPLIFIED if written in ("utf-8-sig", "utf-16", "utf-32") else "\ufeff" + SIMPLIFIED
    decoded = restored(text.encode(written))
    assert decoded.text == "\ufeff" + SIMPLIFIED
    assert decoded.confidence == 1


def test_long_ascii_before_the_first_chinese():
    data = b"0123456789 plain text\n" * 12_000 + SIMPLIFIED.encode("gbk")
    decoded = restored(data)
    assert decoded.encoding == "gb18030"
    assert decoded.text.endswith(SIMPLIFIED)


def test_no_bytes_are_an_empty_text():
    decoded = decode(b"")
    assert (decoded.text, decoded.view, decoded.encoding) == ("", "", "utf-8")
    assert encode("", decoded.segments, ()) == b""


def test_valid_utf8_never_asks_chardet(monkeypatch):
    monkeypatch.setattr("chardet.detect", None)
    assert restored((SIMPLIFIED * 50).encode()).text == SIMPLIFIED * 50


# ------------------------------------------------------------------------------------ damage


@pytest.mark.parametrize(
    ("text", "written"), [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5")]
)
def test_a_file_cut_inside_a_character(text, written):
    text = text.rstrip("\n")
    decoded = restored(text.encode(written)[:-1])
    assert decoded.text.rstrip("\ufffd") == text[:-1]
    assert "cut" in decoded.evidence


@pytest.mark.parametrize("written", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("where", range(0, 160, 7))
@pytest.mark.parametrize("kind", ["stray", "lost", "changed"])
def test_one_damaged_byte_costs_no_more_than_a_few_characters(written, where, kind):
    text = TRADITIONAL if written == "big5" else SIMPLIFIED
    data = text.encode(written)
    damaged = {
        "stray": data[:where] + b"\xff" + data[where:],
        "lost": data[:where] + data[where + 1 :],
        "changed": data[:where] + b"\xff" + data[where + 1 :],
    }[kind]
    decoded = restored(damaged)
    head = len(data[:where].decode(written, "ignore"))
    assert decoded.text.startswith(text[: max(head - 2, 0)])
    tail = text[head + 12 :]
    assert decoded.text.endswith(tail)
    assert decoded.confidence < 1 or kind == "lost"


def test_bad_bytes_are_marked_and_kept():
    data = SIMPLIFIED.encode("gbk")
    line = data.index(b"\n") + 1
    decoded = restored(data[:line] + b"\xff\xff" + data[line:])
    assert decoded.text.count("\ufffd") == 2
    assert [patch.raw for patch in decoded.patches] == [b"\xff\xff"]
    assert decoded.text.replace("\ufffd", "") == SIMPLIFIED


@pytest.mark.parametrize("order", [("utf-8", "gb18030"), ("gb18030", "utf-8")])
@pytest.mark.parametrize("newline", ["\n", "\r\n", ""])
def test_two_encodings_in_one_file(order, newline):
    first, second = order
    text = SIMPLIFIED.replace("\n", newline)
    decoded = restored(text.encode(first) + text.encode(second))
    assert decoded.text == text * 2
    assert decoded.segments == (
        Segment(0, 0, (first,)),
        Segment(len(text.encode(first)), len(text), (second,)),
    )
    assert decoded.encoding == f"{first}+{second}"


@pytest.mark.parametrize("order", [("big5", "utf-8"), ("utf-8", "big5"), ("big5", "gb18030")])
def test_two_scripts_in_one_file(order):
    texts = [TRADITIONAL if codec == "big5" else SIMPLIFIED for codec in order]
    parts = [text.encode(codec) for text, codec in zip(texts, order, strict=True)]
    decoded = restored(b"".join(parts))
    assert decoded.text == "".join(texts)
    assert decoded.encoding == "+".join(order)


def test_three_segments_and_a_bad_byte():
    parts = [SIMPLIFIED.encode("gbk"), SIMPLIFIED.encode(), b"\xff" + SIMPLIFIED.encode("gbk")]
    decoded = restored(b"".join(parts))
    assert decoded.text == SIMPLIFIED * 2 + "\ufffd" + SIMPLIFIED
    assert len(decoded.segments) == 3


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xa4@\xa1\xfe\xa4\xd1\xa4\xa3\xac\xdb\xaa\xba\xa8\xc6\xb1\xa1", "一／天不相的事情"),
        ("十年之後，二十年之後，事情如此。".encode("big5").replace(b"\xa4Q", b"\xa2\xcc"),
         "十年之後，二十年之後，事情如此。"),
    ],
)  # fmt: skip
def test_codes_that_decode_many_to_one_are_patched(data, text):
    decoded = restored(data)
    assert decoded.text == text
    assert decoded.patches
    assert "\ufffd" not in decoded.text


def test_hz_that_shifts_where_it_need_not():
    data = SIMPLIFIED.encode("hz").replace(b"~}\n", b"~}~{~}\n", 1)
    decoded = restored(data)
    assert decoded.text == SIMPLIFIED
    assert len(decoded.patches) == 1


def test_a_tilde_and_braces_are_no_hz():
    text = "see ~{name~} and ~{} in the manual; shell: echo ~{ab,cd}\n"
    assert restored(text.encode()).text == text


def test_an_escape_that_shifts_nothing_is_no_iso_2022():
    data = b"plain text, \x1b$B and on it goes in plain text, line after line\n"
    assert restored(data).text == data.decode()


def test_a_short_line_is_read_in_the_encoding_of_its_neighbours():
    first, second = SIMPLIFIED, "圍。\n" + TRADITIONAL
    decoded = restored(first.encode("gb18030") + second.encode("big5"))
    assert decoded.text == first + second
    line = "院\n".encode("gbk")  # also valid UTF-8, as a letter
    damaged = SIMPLIFIED.encode("gbk").replace(b"\n", b"\xff\n", 1)
    assert restored(line + damaged).text == "院\n" + SIMPLIFIED.replace("\n", "\ufffd\n", 1)


def test_a_last_character_of_hong_kong_is_no_cut():
    text = TRADITIONAL + "攞"
    decoded = restored(text.encode("big5hkscs"))
    assert decoded.text == text
    assert decoded.encoding == "big5hkscs"


def test_a_rare_character_of_hong_kong_is_no_bad_byte():
    text = TRADITIONAL * 3 + "就是遵義嚟路，不要拐過去。\n" + TRADITIONAL * 3
    assert restored(text.encode("big5hkscs")).text == text


@pytest.mark.parametrize("line", ["硬盘咔咔咔咔咔咔咔咔响个不停。\n", "槠椟檎樘橥榧榻榫\n"])
@pytest.mark.parametrize("written", ["gbk", "hz"])
def test_rare_characters_are_no_bad_bytes(line, written):
    text = SIMPLIFIED + line + SIMPLIFIED
    assert restored(text.encode(written)).text == text


def test_an_odd_character_in_utf32_without_a_mark():
    text = SIMPLIFIED + "一\x7f二\ue000"
    assert restored(text.encode("utf-32-le")).text == text


@pytest.mark.parametrize("written", ["gb18030", "big5"])
@pytest.mark.parametrize("back", [4, 6, 8, 10])
def test_a_byte_lost_near_the_end_is_no_cut_for_sure(written, back):
    text = (TRADITIONAL if written == "big5" else SIMPLIFIED).rstrip("。\n")
    data = text.encode(written)
    decoded = restored(data[:-back] + data[-back + 1 :])
    assert decoded.text.startswith(text[: -back // 2 - 2])
    assert decoded.confidence < 0.9


def test_utf16_with_a_lone_surrogate_after_a_mark():
    data = SIMPLIFIED.encode("utf-16") + b"\x3d\xd8"
    decoded = restored(data)
    assert decoded.text == "\ufeff" + SIMPLIFIED + "\ufffd\ufffd"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("written", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", ["stray", "lost", "half a pair"])
def test_a_bad_byte_in_utf16_costs_no_more_than_a_few_characters(mark, written, kind):
    text = mark + SIMPLIFIED
    data = text.encode(written)
    damaged = {
        "stray": data[:81] + b"\xff" + data[81:],
        "lost": data[:81] + data[82:],
        "half a pair": data[:80] + "\ud83d".encode(written, "surrogatepass") + data[80:],
    }[kind]
    decoded = restored(damaged)
    assert decoded.text.startswith(text[:37])
    assert decoded.text.endswith(text[44:])
    assert "\ufffd" in decoded.text
    assert decoded.confidence < 0.9


@pytest.mark.parametrize("line", ["云政发〔2022〕9号\n", "★★★★★ 好评\n", "●●●●●●\n"])
@pytest.mark.parametrize("written", ["gbk", "utf-16-le"])
def test_symbols_of_sound_text_leave_no_doubt(line, written):
    decoded = restored((SIMPLIFIED + line).encode(written))
    assert decoded.text == SIMPLIFIED + line
    assert decoded.confidence >= 0.9


def test_a_chain_of_codecs_is_written_backwards():
    mojibake = SIMPLIFIED[:4].encode().decode("gb18030")
    data = mojibake.encode("utf-8")

    assert encode(SIMPLIFIED[:4], (Segment(0, 0, ("utf-8", "gb18030", "utf-8")),), ()) == data


def test_random_bytes_that_hold_utf8_by_chance_are_no_text():
    generator = random.Random(1)
    junk = bytes(generator.choices(range(0x81, 0xFF), k=40_000))
    with pytest.raises(DecodeError) as refused:
        decode(junk + "关于印发".encode() + junk)
    assert "gb18030: holds UTF-8" in refused.value.tried


# ------------------------------------------------------------------------------------ mojibake


def misread(text, reader, written="utf-8"):
    """Return what a program shows of a text in another encoding; lost bytes as U+FFFD."""
    shown = text.encode(written).decode(reader, "replace")
    return shown if reader != "cp1252" else "".join(
        bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode(written)
    )  # fmt: skip


@pytest.mark.parametrize("reader", ["latin-1", "cp1252"])
@pytest.mark.parametrize("written", ["utf-8", "gbk"])
@pytest.mark.parametrize("saved", ["utf-8", "utf-16"])
def test_mojibake_without_loss_is_repaired(reader, written, saved):
    decoded = restored(misread(SIMPLIFIED, reader, written).encode(saved))
    assert decoded.text.removeprefix("\ufeff") == SIMPLIFIED
    assert any(len(segment.codecs) == 3 for segment in decoded.segments)
    assert "mojibake" in decoded.evidence
    assert decoded.confidence < 0.9


def test_mojibake_with_loss_is_repaired_but_for_the_lost():
    decoded = restored(misread(SIMPLIFIED, "gbk").encode())
    assert len(decoded.text) <= len(SIMPLIFIED) + 5
    assert decoded.text.count("\ufffd") < 0.15 * len(SIMPLIFIED)
    kept = iter(SIMPLIFIED)
    assert all(character in kept for character in decoded.text if character != "\ufffd")
    assert "characters lost" in decoded.evidence


@pytest.mark.parametrize(
    ("line", "reader"),
    [
        ("四、监督考核", "gb18030"),
        ("七、监督考核", "gb18030"),
        ("四、监督考核", "cp1252"),
        ("“（一）”", "cp1252"),
        ("附件：2", "latin-1"),
    ],
)
def test_one_misread_line_among_sound_ones(line, reader):
    shown = misread(line, reader).replace("\ufffd", "€")  # as Windows shows the byte 80
    decoded = restored((SIMPLIFIED + shown + "\n" + SIMPLIFIED).encode())
    assert decoded.text == f"{SIMPLIFIED}{line}\n{SIMPLIFIED}"


def test_mojibake_saved_where_there_is_no_replacement_character():
    shown = misread(SIMPLIFIED, "gb18030").replace("\ufffd", "?")
    decoded = restored(shown.encode("gb18030"))
    assert decoded.text.count("\ufffd") <= 0.1 * len(SIMPLIFIED)
    kept = iter(SIMPLIFIED)
    assert all(character in kept for character in decoded.text if character not in "\ufffd?")


def test_question_marks_beside_what_is_lost_stay():
    shown = misread("为什么要保护水源??????因为大家都要喝水。\n" * 3, "gbk")
    assert "\ufffd" in shown
    assert restored(shown.encode()).text.count("??????") == 3


def test_sound_words_beside_mojibake_stay():
    shown = misread("国务院关于印发，", "gbk")
    decoded = restored(f"各乡镇：{shown}见附件。\n".encode())
    assert decoded.text == "各乡镇：国务院关于印发，见附件。\n"
    assert [segment.codecs for segment in decoded.segments] == [
        ("utf-8",), ("utf-8", "gb18030", "utf-8"), ("utf-8",)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "通知锟斤拷锟斤拷锟斤拷，见附件。",
        "café Zoë naïve Ångström — “Müller”",
        "¡¡¡¡ ¿Qué? «Sí»",
        "¥£€§¶ÀÁÂÃÄÅ",
        "蓊郁葳蕤，潋滟滂沱，婆娑袅娜，觥筹交错。",
        "鍥",
        "缁狅讣锛",
        "槠 椟 檎 樘 橥 榧 榻 榫 榭 榘",
    ],
)
def test_what_is_not_plainly_mojibake_stays(text):
    assert restored(text.encode()).text == text
    line = f"第一条　为了保护水源，防止污染，制定本办法。{text}\n"
    assert restored(line.encode()).text == line


def test_three_characters_that_look_misread_by_chance_are_no_doubt():
    text = SIMPLIFIED.rstrip() + "党员干部应当依法依规，恪尽职守，加强锂电池回收管理。\n"
    decoded = restored(text.encode())
    assert decoded.text == text
    assert decoded.confidence == 1
    assert decoded.remarks == ()


def test_a_few_suspect_words_in_a_long_text_hide_no_misread_line():
    suspect = "强奸妇女、猥亵儿童的，依法从重处罚，恪尽职守。\n"
    sound = (SIMPLIFIED * 40 + suspect) * 8
    assert restored(sound.encode()).text == sound
    decoded = restored((sound + misread("国务院关于印发，", "gbk") + sound).encode())
    assert decoded.text == sound + "国务院关于印发，" + sound


def test_a_text_of_lost_characters_is_noted_not_guessed():
    assert "锟斤拷" in restored("通知锟斤拷锟斤拷，见附件。".encode()).evidence


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("甲\0乙", "NUL"),
        ("甲\x07乙", "control"),
        ("占39.5\ue5e5。", "private-use"),
        ("甲\U000f0000乙", "private-use"),
        ("甲\u0378乙", "unassigned"),
        ("甲\ufdd0乙", "unassigned"),
        ("甲\ufffd乙", "U+FFFD"),
    ],
)
def test_odd_characters_are_noted(text, kind):
    text = SIMPLIFIED + text
    decoded = restored(text.encode())
    assert decoded.text == text
    assert decoded.evidence.endswith(f"odd characters: 1 {kind}")


def test_gb18030_is_one_to_one():
    twos = [bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF)]
    for code in twos:
        if code[1] != 0x7F:
            assert code.decode("gb18030").encode("gb18030") == code
    for high in (0x81, 0x82, 0x83, 0x84, 0x90, 0x95, 0xE3):
        for second in range(0x30, 0x3A):
            for third in range(0x81, 0xFF):
                for fourth in range(0x30, 0x3A):
                    code = bytes((high, second, third, fourth))
                    text = strictly(code, "gb18030")
                    assert text is None or text.encode("gb18030") == code


@pytest.mark.parametrize("text", [RUSSIAN, "שלום עולם וברוכים הבאים לאתר"])
def test_utf8_of_other_alphabets_is_sure(text):
    assert restored(text.encode()).confidence >= 0.9


@pytest.mark.parametrize("text", ["·", "×", "10×20", "25°C", "张·王", "①②", "±"])
def test_short_utf8_is_not_gbk_for_sure(text):
    decoded = restored(text.encode())
    assert decoded.text == text or decoded.confidence < 0.75


def test_what_was_damaged_is_never_sure():
    data = SIMPLIFIED.encode("gbk")
    assert restored(data[:99] + b"\xff" + data[99:]).confidence < 0.9
    assert restored(data).confidence >= 0.9


# ------------------------------------------------------------------------------------ refusal


def test_nul_bytes_in_plain_text_are_kept():
    data = SIMPLIFIED.encode() + b"\0" * 500
    assert restored(data).text == SIMPLIFIED + "\0" * 500
    data = (SIMPLIFIED[:40] + "\0" + SIMPLIFIED[40:]).encode("gbk")
    assert restored(data).text == SIMPLIFIED[:40] + "\0" + SIMPLIFIED[40:]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(1).randbytes(5000),
        b"\xff\xd8\xff\xe0\0\x10JFIF\0" + random.Random(2).randbytes(5000),
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0>\0\x01\0\0\0" + bytes(range(256)) * 20,
        random.Random(3).randbytes(64),
        bytes(random.Random(3).choices(range(0x81, 0xFF), k=5000)),
        random.Random(4).randbytes(100_000),
        b"\0" * 100,
        b"\x01\x02\x03\x04",
        b"\x01\x02",
        pickle.dumps([list(range(1000)), {"a": 1.5}]),
    ],
)
def test_binary_is_refused(data):
    with pytest.raises(DecodeError) as refused:
        decode(data)
    assert refused.value.tried


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Закон вступает силу, опубликования: ", "koi8-r"),
        ("Ελληνική γλώσσα και νόμος. ", "iso8859-7"),
        ("│ ╔═╗ ▓▒░ ├──┤ ", "cp437"),
    ],
)
def test_no_single_byte_code_page_without_evidence(text, written):
    with pytest.raises(DecodeError):
        decode((text * 5).encode(written))


def test_random_bytes_are_restored_or_refused():
    generator = random.Random(5)
    for size in [*range(1, 40), 100, 1000] * 5:
        data = generator.randbytes(size)
        try:
            restored(data)
        except DecodeError as refused:
            assert refused.tried


TEXTS = st.text(st.sampled_from(SIMPLIFIED + TRADITIONAL + "A1 \r\n"), min_size=1)
CODECS = st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "hz", "cp932"])


@given(st.binary() | st.lists(st.tuples(TEXTS, CODECS, st.binary(max_size=2))))
@example(b"\xff\xfe")
@example(b"\xff\xfe\0\0")
@example(b"\xef\xbb\xbf")
@example(b"\x84\x31\x95\x33")
@example(b"\xff\xfe\x00\xd8")
@example(b"~{")
@example(b"\x1b$B")
@example(b"\x88\x62\x88")
@example(b"\xc4\xe3\x81\x30")
def test_any_bytes_are_restored_or_refused(data):
    if isinstance(data, list):
        data = b"".join(text.encode(codec, "ignore") + end for text, codec, end in data)
    try:
        restored(data)
    except DecodeError as refused:
        assert refused.tried


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["", "gb18030", "gbk", "latin-1", "cp1252"]))))
@example([("€", "gb18030"), ("的", "gb18030"), ("\n", ""), ("€€", "")])
def test_any_mojibake_gives_its_bytes_back(parts):
    restored("".join(misread(text, reader) if reader else text for text, reader in parts).encode())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=30))
def test_any_text_in_utf8_is_itself(text):
    text = "中文" + text
    assert restored(text.encode()).text == text


def test_a_file_becomes_a_text_or_a_dead_letter():
    good = decode_file(SourceFile("a/b.txt", SIMPLIFIED.encode("gbk")))
    assert isinstance(good, SourceText)
    assert good.source == "a/b.txt"
    bad = decode_file(SourceFile("c.bin", random.Random(6).randbytes(3000)))
    assert isinstance(bad, DeadLetter)
    assert (bad.source, bad.stage, bad.error) == ("c.bin", "decode", "DecodeError")
    assert len(bad.sha256) == 64
    assert any(line.startswith("utf-8") for line in bad.tried)
