"""Personal data in a source: telephone numbers, e-mails, identity numbers, names beside them.

Only kinds and places come out of here, never a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from transforms.tables.contacts import (
    CALLED,
    CANDIDATE,
    COMPOUND_SURNAMES,
    CONTACT,
    CONTACT_TRIGGERS,
    EMAIL_DOMAIN,
    EMAIL_LOCAL,
    EMAIL_SPELT,
    FORMS_OF_ADDRESS,
    IDENTITY,
    JOINED,
    LANDLINE,
    MOBILE,
    NO_NAMES,
    SPELT_TRIGGERS,
    SURNAMES,
    UNIT_ENDINGS,
)

CALLED_BEFORE = 40  # code points in which the word for a telephone stands before its number
LONGEST_LABEL = 32  # code points of 联系人及联系电话（…）：
BEHIND_NUMBER = 10  # code points behind a number that tell what it is: an extension, a unit
CONTACT_BEHIND = 60  # code points in which the person stands behind 联系人

_HAN = "\u3400-\u9fff"
_candidate, _mobile, _landline, _called, _joined, _identity = (
    rule.compile() for rule in (CANDIDATE, MOBILE, LANDLINE, CALLED, JOINED, IDENTITY)
)
_email_local, _email_domain, _email_spelt, _contact = (
    rule.compile() for rule in (EMAIL_LOCAL, EMAIL_DOMAIN, EMAIL_SPELT, CONTACT)
)
_CONTACT_TRIGGERS = tuple(map(re.compile, CONTACT_TRIGGERS))
_AT = re.compile(r"[\[(#][Aa][Tt][\])#]")
_DIGITS = re.compile("[0-9]{7,}+|(?<![0-9])[2-8][0-9]{2,3} [0-9]{4}(?![0-9])")
# Further numbers of one label: 电话：65550123、65550124.
_NUMBERS_BEFORE = re.compile(r"(?:\(?[0-9][0-9()-]{6,16}[ 、,/;]{1,2})+\Z")
_NAME = f"(?:(?:{'|'.join(COMPOUND_SURNAMES)})[{_HAN}]{{1,2}}|[{SURNAMES}][{_HAN}]{{1,2}})"
_WHOLE_NAME = re.compile(f"{_NAME}$")
_SPACED_NAME = re.compile(rf"[{SURNAMES}] [{_HAN}](?![{_HAN}])")  # a name of two set wide
_UNIT_AND_NAME = re.compile(f"(?<=[{UNIT_ENDINGS}]){_NAME}$")
_ADDRESS_FORM = re.compile(f"(?:{'|'.join(FORMS_OF_ADDRESS)})$")
_NAME_BEFORE = re.compile(rf"(?:^|[ ,、:;(\n]|(?<=[0-9]))(?P<name>{_NAME})[ ,、:(]{{0,2}}\Z")
_NAME_BEHIND = re.compile(rf" ?[(](?P<name>{_NAME})[)]| (?P<alone>{_NAME})(?=[ ,、;。)\n]|$)")
_NO_NAME = re.compile(f"[{UNIT_ENDINGS}区市县镇乡村街线话机真网馆中心公司里长员楼号]$")
_TOKEN = re.compile(f"[{_HAN}·]{{1,30}}")
_TOKEN_END = re.compile("(?:联系)?(?:电话|方式|手机|号码)|座机|传真|(?:电子)?邮[箱件]|地址|邮编")

# GB 11643-1999: weights of the first 17 digits, and the check digit by the sum's remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class Finding(NamedTuple):
    """Personal data of a kind (mobile, landline, email, identity, name) at ``start:end``."""

    start: int
    end: int
    kind: str


def find_personal(view: str) -> list[Finding]:
    """Return the personal data of a whole view, sorted and disjoint."""
    found = [*_numbers(view), *_emails(view)]
    found.extend(_names(view, found))
    found.sort(key=lambda finding: (finding.start, -finding.end))
    disjoint: list[Finding] = []
    for finding in found:
        if not disjoint or finding.start >= disjoint[-1].end:
            disjoint.append(finding)
    return disjoint


def has_check_digit(number: str) -> bool:
    """Tell whether an identity number of 18 digits ends in its check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17].upper() == _CHECKS[total % 11]


def _numbers(view: str) -> Iterator[Finding]:
    for candidate in _candidate.finditer(view):
        start, end = candidate.span()
        if sum(map(str.isdigit, candidate.group())) < 7:
            continue
        end = min(len(view), end + BEHIND_NUMBER)
        for identity in _identity.finditer(view, start, end):
            if has_check_digit(identity.group().replace(" ", "")):
                yield Finding(*identity.span(), "identity")
        for mobile in _mobile.finditer(view, start, end):
            yield Finding(*mobile.span(), "mobile")
        for landline in _landline.finditer(view, start, end):
            yield Finding(*landline.span(), "landline")
        for digits in _DIGITS.finditer(view, start, end):
            before = view[max(0, digits.start() - CALLED_BEFORE) : digits.start()]
            before = _NUMBERS_BEFORE.sub("", before)
            if not _called.search(before):
                continue
            if " " in digits.group():
                yield Finding(*digits.span(), "landline")
            elif _joined.match(digits.group()):
                yield from _parts(digits.group(), digits.start())


def _parts(digits: str, at: int) -> list[Finding]:
    """Return the telephone numbers that a run of digits consists of, mobile ones where they fit."""
    for length, kind in (
        (11, "mobile"),
        (8, "landline"),
        (7, "landline"),
        (12, "landline"),
        (11, "landline"),
    ):
        part, rest = digits[:length], digits[length:]
        is_mobile = part[0] == "1" and length == 11
        if len(part) < length or is_mobile != (kind == "mobile") or not _joined.match(part):
            continue
        if length > 8 and kind == "landline" and part[0] != "0":
            continue
        behind = _parts(rest, at + length) if rest else []
        if behind or not rest:
            return [Finding(at, at + length, kind), *behind]
    return []


def _emails(view: str) -> Iterator[Finding]:
    at = view.find("@")
    while at >= 0:
        local = _email_local.search(view, max(0, at - 64), at)
        domain = _email_domain.match(view[at : at + 330])
        if local and domain:
            yield Finding(local.start(), at + domain.end(), "email")
        at = view.find("@", at + 1)
    # To look for the first letter alone is much quicker, and most texts hold none.
    if not any(word[0] in view and word in view for word in SPELT_TRIGGERS):
        return
    for spelt in _AT.finditer(view):
        # Looked for from the mark on: the letters before it may be many.
        begin, end = max(0, spelt.start() - 65), spelt.end() + 330
        for match in _email_spelt.finditer(view, begin, end):
            if match.start() < spelt.start() < match.end():
                yield Finding(*match.span(), "email")


def _names(view: str, numbers: list[Finding]) -> Iterator[Finding]:
    """Yield the names behind 联系人 and its like, and those right beside a number."""
    for trigger in _CONTACT_TRIGGERS:
        for word in trigger.finditer(view):
            at = word.start()
            contact = _contact.search(view, max(0, at - 1), at + LONGEST_LABEL)
            if contact:
                yield from _persons(view, contact.end())
    for finding in numbers:
        if finding.kind == "email":
            continue
        begin = max(0, finding.start - 8)
        before = _NAME_BEFORE.search(view[begin : finding.start])
        if before and _is_name(before["name"]):
            yield Finding(begin + before.start("name"), begin + before.end("name"), "name")
        behind = _NAME_BEHIND.match(view, finding.end)
        field = behind and behind.lastgroup
        if behind and field and _is_name(behind[field]):
            yield Finding(*behind.span(field), "name")


def _is_name(words: str) -> bool:
    """Tell whether what looks like a name beside a number is none of the words that stand there."""
    return words[:2] not in NO_NAMES and not _NO_NAME.search(words)


def _persons(view: str, at: int) -> Iterator[Finding]:
    """Yield the names in what stands behind 联系人, up to the first word that is none."""
    line_end = view.find("\n", at, at + CONTACT_BEHIND)
    end = line_end if line_end >= 0 else min(len(view), at + CONTACT_BEHIND)
    while at < end:
        token = _TOKEN.match(view, at, end)
        spaced = _SPACED_NAME.match(view, at, end)
        if not token or spaced:
            if spaced:
                yield Finding(*spaced.span(), "name")
            return
        stop = token.end()
        label = _TOKEN_END.search(view, at, stop)
        word_end = label.start() if label else stop
        form = _ADDRESS_FORM.search(view[at:word_end])
        name_end = at + form.start() if form else word_end
        name = _WHOLE_NAME.match(view, at, name_end) or _UNIT_AND_NAME.search(view, at, name_end)
        if name and name.group()[:2] not in NO_NAMES:
            yield Finding(name.start(), name.end(), "name")
        if label or view[stop : stop + 1] not in ("、", " ", ",", "/"):
            return
        at = stop + 1
