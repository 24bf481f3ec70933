"""What the punctuation and the look-alikes of a folded text stood for, each with its reason."""

import unicodedata
from typing import NamedTuple

# ASCII marks that stand for a full-width one wherever Chinese adjoins them.
FULL_WIDTH = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}

# Small forms (CNS 11643): full width in Chinese, ASCII between digits (2.5﹕1).
SMALL_FORMS = {
    "﹐": ("，", ","),
    "﹑": ("、", "、"),
    "﹒": ("．", "."),
    "﹔": ("；", ";"),
    "﹕": ("：", ":"),
    "﹖": ("？", "?"),
    "﹗": ("！", "!"),
    "﹙": ("（", "("),
    "﹚": ("）", ")"),
}

# Dots between Han characters that stand for the interpunct of GB/T 15834-2011 (U+00B7).
INTERPUNCTS = "˙•‧・･∙"

# Letters and signs that stand for 〇 in a number written in Chinese numerals: 二Ο三五.
ZEROS = "○Ο◯ОＯ"

PRIVATE_POINT = "\ue010"
"""A decimal point in the private use area of a web font: 39\ue0105% in a page, 2\ue0105米 in laws."""


class Variant(NamedTuple):
    """A character that only looks like the one meant."""

    found: str
    meant: str
    why: str


# Radicals that a PDF's text layer gives for the character itself and that Unicode does not
# decompose (those of U+2F00 to U+2FD5 it does).
RADICALS = (
    ("⺟", "母"), ("⺠", "民"), ("⺝", "月"), ("⺫", "目"), ("⺼", "肉"), ("⻁", "虎"), ("⻄", "西"),
    ("⻅", "见"), ("⻆", "角"), ("⻉", "贝"), ("⻋", "车"), ("⻓", "长"), ("⻔", "门"), ("⻘", "青"),
    ("⻙", "韦"), ("⻚", "页"), ("⻛", "风"), ("⻜", "飞"), ("⻝", "食"), ("⻢", "马"), ("⻣", "骨"),
    ("⻤", "鬼"), ("⻥", "鱼"), ("⻦", "鸟"), ("⻨", "麦"), ("⻩", "黄"), ("⻬", "齐"), ("⻮", "齿"),
    ("⻰", "龙"), ("⻳", "龟"), ("⻧", "卤"), ("⻑", "長"), ("⻗", "雨"), ("⻌", "辶"),
)  # fmt: skip


# Bullets and boxes that word processors set in a font of signs, in the private use area.
BULLETS = (
    ("\uf06c", "●"), ("\uf06e", "■"), ("\uf0b7", "•"), ("\uf0a7", "▪"), ("\uf075", "◆"),
    ("\uf076", "❖"), ("\uf0d8", "➢"), ("\uf0fc", "✓"), ("\uf0fe", "☑"), ("\uf0a8", "□"),
)  # fmt: skip


def _variants() -> tuple[Variant, ...]:
    rows = [Variant(found, meant, "a radical for its character") for found, meant in RADICALS]
    rows += [Variant(found, meant, "a sign of Wingdings or Symbol") for found, meant in BULLETS]
    for first, last, why in (
        (0xFF10, 0xFF19, "a digit set in full width"),
        (0xFF21, 0xFF3A, "a letter set in full width"),
        (0xFF41, 0xFF5A, "a letter set in full width"),
        (0x2F00, 0x2FD5, "a Kangxi radical for its character"),
        (0xF900, 0xFAD9, "a compatibility ideograph for its unified one"),
    ):
        for point in range(first, last + 1):
            meant = unicodedata.normalize("NFKC", chr(point))
            if meant != chr(point) and len(meant) == 1:
                rows.append(Variant(chr(point), meant, why))
    return tuple(rows)


VARIANTS = _variants()
