"""Labelled encoded files: bytes of known encoding, length and damage, with the right text.

``files(texts, seed)`` cuts the given simplified Chinese texts into excerpts and writes each in
every encoding; ``made_up_texts`` are such texts, and a corpus of yours may take their place. The
same seed and texts give the same files on every machine. What is not Chinese is made up here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from opencc import OpenCC

from tests.generate import document

SHORT = (20, 60)  # code points
MEDIUM = (200, 600)
LONG = (2000, 5000)
LENGTHS = {"short": SHORT, "medium": MEDIUM, "long": LONG}
NEAR = 8  # code points that damage may add or take on either side of where it is
NAMES = ("朱镕基", "陶喆", "李堃", "王玥", "张珺", "赟", "昇", "浬")  # in GBK, not in GB 2312
FOUR_BYTES = ("䶮", "㑇", "𫖯", "𬱟", "𠀀", "㐂", "䲟")  # four bytes in GB 18030
ETEN = ("裏", "恒", "粧", "碁", "銹", "嫺")  # in cp950, not in Python's big5
CANTONESE = ("佢哋", "喺度", "嘅嘢", "啲", "咗", "冇", "嚟", "攞", "瞓")  # partly in HKSCS only
READ_AS = {"gb2312": "gb18030"}  # they differ in the dash and the interpunct
WORDS = (
    "王小明", "上海", "北京市", "张伟", "通知", "茶叶", "西湖龙井", "李娜", "豆腐", "人民币",
    "武汉", "合同", "广州", "刘洋", "公司", "发票", "春节", "苏州", "第一条", "中国银行",
)  # fmt: skip
ENGLISH = (
    "The shipment left the port on 12 May and should arrive within two weeks.",
    "Please sign the enclosed form and return it to the office before Friday.",
    "Our records show that the invoice was paid in full on the date above.",
    "The meeting was moved to the small room on the second floor.",
    "All prices are given per unit and do not include freight or insurance.",
    "A copy of the report has been sent to every member of the committee.",
)
WESTERN = (
    "“My dear Zoë,” she wrote — “the café by the river is closed; naïve of us to wait.”",
    "Le présent arrêté entre en vigueur dès sa publication ; il sera affiché à la mairie.",
    "Les élèves ont été reçus par la déléguée, qui leur a présenté le règlement intérieur.",
    "Die Straße führt über die Brücke zum Schloß; dort können Gäste übernachten.",
    "Für die Ausführung dieses Gesetzes sind die örtlichen Behörden zuständig.",
    "La sesión comenzó a las nueve; el señor Núñez leyó el último informe del año.",
    "A decisão não será válida até que a câmara a publique no diário da região.",
    "Köszönjük a szíves türelmét; a könyvtár szerdán délután újra nyitva lesz.",
)
RUSSIAN = (
    "Настоящий закон вступает в силу со дня его официального опубликования.",
    "Мы получили ваше письмо и ответим на него в течение десяти дней.",
    "В случае спора стороны обращаются в суд по месту нахождения ответчика.",
    "Он сказал, что не знает, как это могло случиться, и вышел из комнаты.",
    "Для получения справки необходимо предъявить паспорт и заявление.",
    "Собрание состоится в пятницу, и на нём будут все члены комиссии.",
)
POLISH = (
    "Ustawa wchodzi w życie po upływie czternastu dni od dnia ogłoszenia.",
    "Wszyscy mieszkańcy są równi wobec prawa i mają prawo do równego traktowania.",
    "Dziękujemy za wiadomość, odpowiemy na nią najpóźniej w ciągu tygodnia.",
    "Książka leżała na stole, a obok niej stała pusta szklanka i świeca.",
)
CZECH = (
    "Tento zákon nabývá účinnosti dnem vyhlášení a je závazný pro všechny obce.",
    "Děkujeme za váš dopis, na který se pokusíme co nejdříve odpovědět.",
    "Když se vrátil domů, našel na stole lístek, že se všichni šli koupat.",
)
GREEK = (
    "Ο νόμος αυτός ισχύει από τη δημοσίευσή του στην εφημερίδα της κυβέρνησης.",
    "Σας ευχαριστούμε για την επιστολή σας και θα απαντήσουμε το συντομότερο.",
    "Η συνεδρίαση θα γίνει την Παρασκευή και είναι ανοιχτή για όλους.",
)
JAPANESE = (
    "この条例は、市民の生活環境を保全するために必要な事項を定めるものとする。",
    "会議は金曜日の午後三時から、二階の小さな部屋で開かれる予定です。",
    "お手紙ありがとうございました。一週間以内にお返事を差し上げます。",
    "市長は、前項の規定による申請があったときは、速やかに審査しなければならない。",
    "昨日は雨が降っていたので、子どもたちは家の中で本を読んでいました。",
    "カタログに記載された価格には、送料と消費税が含まれておりません。",
    "駅から歩いて五分ほどのところに、古い喫茶店が一軒あります。",
    "図書館の開館時間は、平日の午前九時から午後七時までとなっております。",
)
KOREAN = (
    "이 조례는 시민의 생활 환경을 보전하기 위하여 필요한 사항을 정하는 것을 목적으로 한다.",
    "회의는 금요일 오후 세 시부터 이층에 있는 작은 방에서 열릴 예정입니다.",
    "보내 주신 편지는 잘 받았으며 일주일 안에 답장을 드리겠습니다.",
    "시장은 신청을 받은 때에는 지체 없이 이를 심사하여야 한다.",
    "어제는 비가 와서 아이들이 집 안에서 책을 읽고 있었습니다.",
    "도서관은 평일 오전 아홉 시부터 오후 일곱 시까지 문을 엽니다.",
    "역에서 걸어서 오 분쯤 걸리는 곳에 오래된 찻집이 하나 있습니다.",
)


Gaps = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Encoded:
    """A file: ``text`` is right, but that ``gaps``, half-open, may read otherwise.

    A gap is damage; beside it as many as NEAR code points may read otherwise, too.
    """

    category: str
    length: str  # a key of LENGTHS
    data: bytes
    text: str
    gaps: Gaps = ()
    lost: int = 0  # bytes lost before the file was written: at most so many U+FFFD


def is_exact(file: Encoded, text: str) -> bool:
    """Return whether ``text`` is that of the file; a byte order mark does not matter."""
    text = text.removeprefix("\ufeff")
    if file.lost:
        return _holds_all_but_the_lost(file, text)
    if not file.gaps:
        return text == file.text
    parts: list[str] = []
    at = 0
    for start, end in file.gaps:
        parts += (
            re.escape(file.text[at : max(start - NEAR // 2, at)]),
            f"[\\s\\S]{{0,{2 * NEAR + end - start}}}",
        )
        at = max(end + NEAR // 2, at)
    return re.fullmatch("".join((*parts, re.escape(file.text[at:]))), text) is not None


def _holds_all_but_the_lost(file: Encoded, text: str) -> bool:
    """Return whether ``text`` is right where it is not U+FFFD (or ?), and that is where it must."""
    if text.count("\ufffd") > file.lost:
        return False
    parts = re.split(r"([\ufffd?]++)", text)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = (f"[\\s\\S]{{0,{len(gap) + 4}}}?" for gap in parts[1::2])
    return re.fullmatch("".join(parts), file.text) is not None


# ----------------------------------------------------------------------------------- excerpts


def made_up_texts(count: int, seed: int = 0) -> list[str]:
    """Return simplified Chinese documents of several kinds."""
    kinds = ("plan", "notice", "letter", "law")
    return [document(seed * 1000 + n, 60, kinds[n % 4]).text + "\n" for n in range(count)]


def _excerpt(rng: Random, texts: Sequence[str], length: str) -> str:
    """Return some of a text, from the beginning of a line or from anywhere."""
    size = rng.randint(*LENGTHS[length])
    text = rng.choice(texts)
    while len(text) < size:
        text += rng.choice(texts)
    start = rng.randint(0, len(text) - size)
    if rng.random() < 0.6:
        start = min(text.rfind("\n", 0, start) + 1, len(text) - size)
    return _with_chinese(text[start : start + size], text)


def _with_chinese(part: str, text: str) -> str:
    """Return the excerpt, or the text's beginning where the excerpt holds no Chinese."""
    return part if sum("\u4e00" <= each <= "\u9fff" for each in part) >= 8 else text[: len(part)]


def _sentences(sentences: Sequence[str]) -> Callable[[Random, str], str]:
    def take(rng: Random, length: str) -> str:
        size = rng.randint(*LENGTHS[length])
        out = rng.choice(sentences)
        while len(out) < size:
            out += ("\n" if rng.random() < 0.3 else " ") + rng.choice(sentences)
        return out if length == "short" else out[:size]

    return take


def _sprinkled(rng: Random, text: str, words: Sequence[str]) -> str:
    """Return the text with some words put in, one at least."""
    for _ in range(max(1, len(text) // 300)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(words) + text[at:]
    return text


@cache
def _converter(configuration: str) -> OpenCC:
    return OpenCC(configuration)


def _convert(text: str, configuration: str) -> str:
    return str(_converter(configuration).convert(text))


def _fitting(text: str, codec: str) -> str:
    """Return the text without what the codec lacks, such that its bytes decode to it."""
    text = text.encode(codec, "ignore").decode(codec)
    return text


# -------------------------------------------------------------------------------------- files


def files(texts: Sequence[str], seed: int, each: int) -> Iterator[Encoded]:
    """Yield ``each`` files of every category and length."""
    for category, make in _CATEGORIES.items():
        for length in LENGTHS:
            for number in range(each):
                rng = Random(f"{seed} {category} {length} {number}")
                file = make(rng, texts, length)
                if file is not None:
                    yield Encoded(category, length, *file)


Made = tuple[bytes, str] | tuple[bytes, str, Gaps] | tuple[bytes, str, Gaps, int]
Maker = Callable[[Random, Sequence[str], str], Made | None]


def _plain(codec: str, *, script: str = "", words: Sequence[str] = (), mark: bytes = b"") -> Maker:
    def make(rng: Random, texts: Sequence[str], length: str) -> Made:
        text = _excerpt(rng, texts, length)
        if script:
            text = _convert(text, script)
        if words:
            text = _sprinkled(rng, text, words)
        data = text.encode(codec, "ignore")
        return mark + data, data.decode(READ_AS.get(codec, codec))

    return make


def _foreign(codec: str, sentences: Sequence[str]) -> Maker:
    take = _sentences(sentences)

    def make(rng: Random, texts: Sequence[str], length: str) -> Made:
        text = _fitting(take(rng, length), codec)
        return text.encode(codec), text

    return make


def _one_word(codec: str) -> Maker:
    take = _sentences(ENGLISH)

    def make(rng: Random, texts: Sequence[str], length: str) -> Made:
        text = take(rng, length)
        at = text.find(" ", rng.randint(0, len(text) // 2)) + 1
        word = rng.choice(WORDS)
        if codec == "big5":
            word = _convert(word, "s2tw")
        text = f"{text[:at]}{word} {text[at:]}"
        return text.encode(codec), text

    return make


def _long_ascii(codec: str) -> Maker:
    def make(rng: Random, texts: Sequence[str], length: str) -> Made | None:
        if rng.random() > 0.4:  # they are large
            return None
        text = _excerpt(rng, texts, length)
        text = _fitting(_convert(text, "s2tw") if codec == "big5" else text, codec)
        text = f"{rng.choice(ENGLISH)}\n" * rng.randint(2000, 4000) + text
        return text.encode(codec), text

    return make


def _in(codec: str, rng: Random, texts: Sequence[str], length: str) -> str:
    text = _excerpt(rng, texts, length)
    return _fitting(_convert(text, "s2tw") if codec == "big5" else text, codec)


def _damaged(codec: str, kind: str) -> Maker:
    def make(rng: Random, texts: Sequence[str], length: str) -> Made | None:
        text = _in(codec, rng, texts, length)
        data = text.encode(codec)
        if kind == "cut":
            text = text.rstrip()
            while text and text[-1].isascii():
                text = text[:-1]
            data = text.encode(codec)[:-1]
            return data, text, ((len(text) - 1, len(text)),)
        few = {"short": 1, "medium": 2, "long": 4}[length]
        places = sorted(rng.sample(range(len(text) - 1), rng.randint(1, few)))
        out: list[bytes] = []
        at = 0
        for place in places:
            start = len(text[:place].encode(codec)) + rng.randint(0, 1)
            if start < at:
                return None
            out.append(data[at:start])
            stray = bytes([rng.choice((0xFF, 0xFF, 0x80, rng.randint(0x81, 0xFE)))])
            if kind == "stray":
                out.append(stray)
            elif kind == "changed":
                out.append(stray)
                start += 1
            else:
                start += 1
            at = start
        damaged = b"".join(out) + data[at:]
        return damaged, text, tuple(_merged([(place, place + 1) for place in places]))

    return make


def _merged(gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out = gaps[:1]
    for start, end in gaps[1:]:
        if start - out[-1][1] < 4 * NEAR:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _mixed(*codecs: str) -> Maker:
    def make(rng: Random, texts: Sequence[str], length: str) -> Made:
        parts = [(_in(codec, rng, texts, length).strip() + "\n", codec) for codec in codecs]
        data = b"".join(text.encode(codec) for text, codec in parts)
        return data, "".join(text for text, _ in parts)

    return make


def _mojibake(reader: str, writer: str = "utf-8", *, original: str = "utf-8") -> Maker:
    """Bytes of ``original`` read as ``reader``, lost characters and all, saved as ``writer``."""

    def make(rng: Random, texts: Sequence[str], length: str) -> Made:
        text = _excerpt(rng, texts, length)
        if original != "utf-8":
            text = _fitting(text, original)
        seen, lost = _misread(text.encode(original), reader)
        if writer == "gb18030":  # which has U+FFFD, but GBK has not: it writes ?
            seen = seen.replace("\ufffd", "?")
        return seen.encode(writer), text, (), len(lost)

    return make


def _misread(data: bytes, reader: str) -> tuple[str, list[int]]:
    """Return how a program shows bytes in a wrong encoding, and the bytes lost on the way."""
    out: list[str] = []
    lost: list[int] = []
    at = 0
    while at < len(data):
        try:
            out.append(data[at:].decode(reader))
            break
        except UnicodeDecodeError as error:
            out.append(data[at : at + error.start].decode(reader))
            start = at + error.start
            byte = data[start]
            if reader == "cp1252":  # as browsers do
                out.append(chr(byte))
            elif byte == 0x80:  # as Windows does
                out.append("€")
            else:
                out.append("\ufffd")
                lost.append(start)
            at = start + 1
    return "".join(out), lost


def _partly_mojibake(reader: str) -> Maker:
    def make(rng: Random, texts: Sequence[str], length: str) -> Made:
        lines = _excerpt(rng, texts, length).split("\n")
        data: list[str] = []
        for line in lines:
            seen, lost = _misread(line.encode(), reader)
            data.append(line if lost or rng.random() < 0.5 else seen)
        text = "\n".join(lines)
        return "\n".join(data).encode(), text

    return make


_CATEGORIES: dict[str, Maker] = {
    "utf-8": _plain("utf-8"),
    "utf-8 with mark": _plain("utf-8", mark=b"\xef\xbb\xbf"),
    "utf-16-le": _plain("utf-16-le"),
    "utf-16-be": _plain("utf-16-be"),
    "utf-16 with mark": _plain("utf-16-le", mark=b"\xff\xfe"),
    "utf-16-be with mark": _plain("utf-16-be", mark=b"\xfe\xff"),
    "utf-32-le": _plain("utf-32-le"),
    "utf-32-be": _plain("utf-32-be"),
    "utf-32 with mark": _plain("utf-32-le", mark=b"\xff\xfe\0\0"),
    "gb2312": _plain("gb2312"),
    "gbk": _plain("gbk", words=NAMES),
    "gbk traditional": _plain("gbk", script="s2t"),
    "gb18030 four bytes": _plain("gb18030", words=FOUR_BYTES),
    "big5": _plain("big5", script="s2tw"),
    "cp950": _plain("cp950", script="s2tw", words=ETEN),
    "big5-hkscs": _plain("big5hkscs", script="s2hk", words=CANTONESE),
    "hz": _plain("hz"),
    "euc-jp": _foreign("euc_jp", JAPANESE),
    "shift_jis": _foreign("shift_jis", JAPANESE),
    "iso-2022-jp": _foreign("iso2022_jp", JAPANESE),
    "euc-kr": _foreign("euc_kr", KOREAN),
    "western cp1252": _foreign("cp1252", WESTERN[:-1]),
    "western latin-1": _foreign("latin-1", WESTERN[1:-1]),
    "russian cp1251": _foreign("cp1251", RUSSIAN),
    "russian koi8-r": _foreign("koi8-r", RUSSIAN),
    "russian cp866": _foreign("cp866", RUSSIAN),
    "russian iso8859-5": _foreign("iso8859-5", RUSSIAN),
    "polish cp1250": _foreign("cp1250", POLISH),
    "polish iso8859-2": _foreign("iso8859-2", POLISH),
    "czech cp1250": _foreign("cp1250", CZECH),
    "greek cp1253": _foreign("cp1253", GREEK),
    "one word utf-8": _one_word("utf-8"),
    "one word gbk": _one_word("gbk"),
    "one word big5": _one_word("big5"),
    "long ascii, gbk": _long_ascii("gbk"),
    "long ascii, utf-8": _long_ascii("utf-8"),
    "long ascii, big5": _long_ascii("big5"),
    **{
        f"{kind} byte {codec}": _damaged(codec, kind)
        for codec in ("utf-8", "gb18030", "big5")
        for kind in ("stray", "lost", "changed")
    },
    **{f"cut {codec}": _damaged(codec, "cut") for codec in ("utf-8", "gb18030", "big5")},
    "mixed utf-8, gb18030": _mixed("utf-8", "gb18030"),
    "mixed gb18030, utf-8": _mixed("gb18030", "utf-8"),
    "mixed big5, utf-8": _mixed("big5", "utf-8"),
    "mixed gb18030, big5": _mixed("gb18030", "big5"),
    "mixed gb18030, utf-8, gb18030": _mixed("gb18030", "utf-8", "gb18030"),
    "mojibake gbk": _mojibake("gbk"),
    "mojibake gb18030": _mojibake("gb18030"),
    "mojibake gb18030, saved so": _mojibake("gb18030", "gb18030"),
    "mojibake gbk, in utf-16": _mojibake("gbk", "utf-16"),
    "mojibake latin-1": _mojibake("latin-1"),
    "mojibake cp1252": _mojibake("cp1252"),
    "mojibake of gbk, cp1252": _mojibake("cp1252", original="gbk"),
    "some lines mojibake gbk": _partly_mojibake("gbk"),
    "some lines mojibake cp1252": _partly_mojibake("cp1252"),
}
CATEGORIES = tuple(_CATEGORIES)
CHINESE = tuple(
    category
    for category in CATEGORIES
    if not re.match("euc|shift|iso-2022|western|russian|polish|czech|greek", category)
)
