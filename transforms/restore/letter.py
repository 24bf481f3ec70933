"""Where the parts of an official letter begin in a text that has lost its lines.

Number, addressee, attachments, signature, date and remark stand on lines of their own, and so does
the title of what the letter promulgates (GB/T 9704-2012, 7.2 and 7.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from transforms.tables.layout import ADDRESSEE
from transforms.tables.letter import (
    ATTACHED,
    BEGINS,
    BENCH,
    CLOSING,
    CONTACT,
    DAY,
    IN_FORCE,
    KIND,
    KIND_MARK,
    NUMBER_FIRST,
    OPENING,
    PARTY,
    PARTY_ENDS,
    REMARK,
    SALUTATION,
    SIGNED,
    SIGNERS,
    SIGNERS_BEHIND,
    SPEAKER,
    SPEECH,
    TITLE_FIRST,
)

LONGEST_ADDRESSEE = 400  # code points
LONGEST_SIGNATURE = 62  # code points of the organs that sign
LONGEST_ATTACHED = 400  # code points of a list of attachments, up to the date
HEAD = 400  # code points at the beginning of a text in which the fields of its parties may stand
# Words of which a decision has one at least.
DECIDES = (
    "当事人", "原告", "被告", "申请人", "上诉", "公诉", "受理费", "认为,", "如不服", "经查", "综上",
    "另查明", "经审查",
)  # fmt: skip
TAIL = 400  # code points at the end of a text in which contacts may stand

_FOLD = tuple(zip("（），：；！？〔〕［］", "(),:;!?[][]", strict=True))
_NUMBER, _SIGNERS, _SIGNERS_BEHIND, _REMARK, _CONTACT = (
    re.compile(pattern) for pattern in (NUMBER_FIRST, SIGNERS, SIGNERS_BEHIND, REMARK, CONTACT)
)
_TITLE_FIRST, _PARTY, _PARTY_ENDS, _OPENING = (
    re.compile(pattern) for pattern in (TITLE_FIRST, PARTY, PARTY_ENDS, OPENING)
)
_SIGNED = tuple(map(re.compile, SIGNED))
_CLOSING = tuple(map(re.compile, CLOSING))
_DECIDES = re.compile("|".join(DECIDES))
_STANDING = tuple(map(re.compile, (*IN_FORCE, ATTACHED)))
_BENCH = re.compile(BENCH)
_ADDRESSEE = ADDRESSEE.compile()
_SPEECH = re.compile(
    rf"(?:[^。;:!?,\n]{{4,60}}?{SPEECH})?(?P<day>{DAY})?"
    rf"(?P<speaker>{SPEAKER})(?P<words>{SALUTATION})"
)
_ATTACHMENT = re.compile("附件[0-9一二三四五六]{0,2}")
_TITLE = re.compile(rf"(?!为|根据|按照|依据)[^。;:!?,\n]{{4,60}}?{KIND}{KIND_MARK}{BEGINS}")
_SIGNER_BEHIND = re.compile(
    r"(?<=[0-9])[ \u3000]+(?P<organ>[\u4e00-\u9fff]{2,30}"
    r"(?:[局委院部厅处所站队]|政府|委员会|办公室|中心|公司|大学|学院|学校|中学|小学|协会))\s*$"
)
_STOPS = ("。", ";", "!", "”", ")", '"')
_PARTED = ("", *"\n,、;(\u3000 :的及和或.．")


def letter_breaks(text: str) -> list[int]:
    """Return the places, in any order, some more than once."""
    folded = _folded(text)
    parts = (_head, _parts, _foot, _contacts, _bench)
    return [place for part in parts for place in part(folded)]


def _folded(text: str) -> str:
    """Return the text with half-width punctuation; ``str.translate`` is thirty times slower."""
    for wide, half in _FOLD:
        text = text.replace(wide, half)
    return text


def glued_contacts(text: str) -> list[int]:
    """Return where the lines of a contact block begin that nothing parts: 联系人：张三电话：…."""
    tail = max(0, len(text) - TAIL)
    words = text[tail:].replace("：", ":")
    labels = [match.start() for match in _CONTACT.finditer(words)]
    if len(labels) < 2:
        return []
    words = _folded(words)
    glued = [tail + at for at in labels if words[at - 1 : at] not in _PARTED]
    return glued if len(glued) > 1 else []


def _head(folded: str) -> list[int]:
    """Return the ends of a title above a number, the number, the addressee, or of a title alone."""
    out: list[int] = []
    title = _TITLE_FIRST.match(folded)
    if title:
        out.append(title.end())
    number = _NUMBER.match(folded, out[-1] if out else 0)
    if number:
        out.append(number.end())
    at = out[-1] if out else 0
    addressee = _ADDRESSEE.match(folded[at : at + LONGEST_ADDRESSEE])
    if addressee:
        out.append(at + addressee.end())
    return out or _salutation(folded) or _title(folded, 0)


def _salutation(folded: str) -> list[int]:
    """Return where a speech's day, its speaker and the words to those it speaks to stand."""
    speech = _SPEECH.match(folded)
    parts = ("day", "speaker", "words") if speech else ()
    return [place for part in parts if speech and speech[part] for place in speech.span(part)]


def _title(folded: str, at: int) -> list[int]:
    """Return the end of a title at a place, and before it that of the word 附件."""
    out: list[int] = []
    attachment = _ATTACHMENT.match(folded, at)
    if attachment:
        at = attachment.end()
        out.append(at)
    title = _TITLE.match(folded, at)
    return [*out, title.end()] if title else []


def _parts(folded: str) -> list[int]:
    """Return where the fields of the parties and the parts of a decision begin."""
    fields = list(_PARTY.finditer(folded, 0, HEAD))
    out = [match.start() for match in fields] if len(fields) > 1 else []
    text = _PARTY_ENDS.match(folded, fields[-1].end()) if out else None
    if text:
        out.append(text.start("text"))
    if not _DECIDES.search(folded):
        return out  # most texts: quickly seen
    openings = [match.start() for match in _OPENING.finditer(folded)]
    kinds = {folded[at : at + 2] for at in openings}  # a law may say 经审查 again and again
    return out + openings if len(kinds) > 1 else out


def _foot(folded: str) -> list[int]:
    """Return where signatures, attachments and closing words begin, and what stands behind."""
    out: list[int] = []
    for at, end in _days(folded):
        organs = _signers(folded, at)
        alone = folded[at - 1 : at] in _STOPS and end == len(folded)
        if organs is not None:
            out.append(organs)
        if organs is not None or alone:
            out += [at, end]
            remark = _REMARK.match(folded, end)
            if remark:
                end = remark.end()
                out.append(end)
            out += _title(folded, end)
    out += [match.start() for match in _every(_STANDING, folded)]
    for closing in _every(_CLOSING, folded):
        if folded[closing.start() - 1 : closing.start()] in _STOPS:
            out += closing.span()
    return out


def _days(folded: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the days of signatures."""
    for day in _every(_SIGNED, folded):
        yield day.start(day.lastindex or 0), day.end()


def _every(patterns: Sequence[re.Pattern[str]], folded: str) -> Iterator[re.Match[str]]:
    """Yield the matches of each pattern."""
    return chain.from_iterable(pattern.finditer(folded) for pattern in patterns)


def _signers(folded: str, date: int) -> int | None:
    """Return where the organs begin that sign before a date."""
    found = _SIGNERS.search(folded, max(0, date - LONGEST_SIGNATURE), date)
    if found:
        return found.start()
    attached = folded.rfind("附件", max(0, date - LONGEST_ATTACHED), date)
    if attached < 0 or "。" in folded[attached:date]:
        return None
    behind = _SIGNERS_BEHIND.match(folded, attached, date)
    return behind.start("organ") if behind else None


def _contacts(folded: str) -> list[int]:
    """Return where contacts begin at the end of a text, and behind them the organ that signs."""
    tail = max(0, len(folded) - TAIL)
    contacts = [match.start() for match in _CONTACT.finditer(folded, tail)]
    # In a sentence they stand behind commas: 联系人：张某，联系电话：…，传真：….
    listed = [folded[at - 1] == "," for at in contacts] + [False]
    inside = (behind or before for behind, before in pairwise(listed))
    contacts = [at for at, is_inside in zip(contacts, inside, strict=True) if not is_inside]
    signer = _SIGNER_BEHIND.search(folded, tail) if contacts else None
    return (contacts if len(contacts) > 1 else []) + ([signer.start("organ")] if signer else [])


def _bench(folded: str) -> list[int]:
    """Return where those who judged sign at the end of a text, and where the day stands."""
    tail = max(0, len(folded) - TAIL)
    judges = [match.span() for match in _BENCH.finditer(folded, tail)]
    if len(judges) < 2:
        return []
    within = [day for day in _days(folded) if judges[0][0] < day[0] <= judges[-1][1] + 1]
    return list(chain.from_iterable((*judges, *within)))
