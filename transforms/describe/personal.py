"""Personal data in a source: telephone numbers, e-mails, identity numbers, names beside them.

Only kinds and places come out of here, never a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from transforms.describe.regions import known
from transforms.tables.contacts import (
    ACCOUNTS,
    CALLED,
    CANDIDATE,
    COMPOUND_SURNAMES,
    CONTACT,
    CONTACT_TRIGGERS,
    EMAIL_DOMAIN,
    EMAIL_HASH,
    EMAIL_HASH_TRIGGER,
    EMAIL_LOCAL,
    EMAIL_SPELT,
    EMAIL_WORDS,
    FORMS_OF_ADDRESS,
    IDENTITY,
    JOINED,
    LANDLINE,
    MOBILE,
    NO_NAMES,
    PERSON_COLUMN,
    SPELT_TRIGGERS,
    SURNAMES,
    TITLES,
    UNIT_ENDINGS,
    WECHAT,
    WECHAT_PUBLIC,
    WECHAT_TRIGGER,
)
from transforms.tables.regions import PREFECTURES, PROVINCES
from transforms.triggers import Triggers

CALLED_BEFORE = 40  # code points in which the word for a telephone stands before its number
LONGEST_LABEL = 32  # code points of 联系人及联系电话（…）：
FEWEST_DIGITS = 7  # of a number that can be a telephone
DIGITS_IN_A_ROW = 4  # that every number has somewhere: the digits of a card stand in fours
BEHIND_NUMBER = 10  # code points behind a number that tell what it is: an extension, a unit
NAME_BEFORE = 16  # code points before a number in which its owner's name stands
LONGEST_CARD = 19  # digits
CONTACT_BEHIND = 60  # code points in which the person stands behind 联系人

_HAN = "\u3400-\u9fff"
_candidate, _mobile, _landline, _called, _joined, _identity = (
    rule.compile() for rule in (CANDIDATE, MOBILE, LANDLINE, CALLED, JOINED, IDENTITY)
)
_email_local, _email_domain, _email_spelt, _contact = (
    rule.compile() for rule in (EMAIL_LOCAL, EMAIL_DOMAIN, EMAIL_SPELT, CONTACT)
)
_email_words, _email_hash, _wechat, _person_column = (
    rule.compile() for rule in (EMAIL_WORDS, EMAIL_HASH, WECHAT, PERSON_COLUMN)
)
_WECHAT, _CONTACT = Triggers((WECHAT_TRIGGER,)), Triggers(CONTACT_TRIGGERS)
_ACCOUNTS = tuple((one.kind, one.label.compile(), re.compile(one.digits)) for one in ACCOUNTS)
_email_sign = re.compile(EMAIL_HASH_TRIGGER)
# What stands for an @, by what a text holds that has it: itself, and the address with it.
_SPELT = (
    (Triggers((EMAIL_HASH_TRIGGER,)), ((_email_sign, _email_hash),)),
    (
        Triggers(SPELT_TRIGGERS),
        (
            (re.compile(r" ?[\[(#][Aa][Tt][\])#]"), _email_spelt),
            (re.compile(" [Aa][Tt] (?=[A-Za-z0-9-]{1,63} [Dd][Oo][Tt] )"), _email_words),
        ),
    ),
)
_DIGIT = re.compile("[0-9]")
_SIGN = frozenset("0123456789 ()-")  # what a candidate is made of, but for a last X
_SIGNS = re.compile(f"[0-9 ()-]{{{FEWEST_DIGITS},}}+")
_DIGITS = re.compile("[0-9]{7,}+|(?<![0-9])[2-8][0-9]{2,3} [0-9]{4}(?![0-9])")
# Further numbers of one label: 电话：65550123、65550124.
_NUMBERS_BEFORE = re.compile(r"(?:\(?[0-9][0-9()-]{6,16}[ 、,/;]{1,2})+\Z")
_SURNAME = f"(?:{'|'.join(COMPOUND_SURNAMES)}|[{SURNAMES}])"
_NAME = f"{_SURNAME}[{_HAN}]{{1,2}}"
_surname = re.compile(_SURNAME)
_WHOLE_NAME = re.compile(f"{_NAME}$")
_SPACED_NAME = re.compile(rf"[{SURNAMES}] [{_HAN}](?![{_HAN}])")  # a name of two set wide
_UNIT_AND_NAME = re.compile(f"(?<=[{UNIT_ENDINGS}]){_NAME}$")
_CITIES = frozenset(region.short for region in (*PROVINCES, *PREFECTURES))  # 郑州 0371-65550123
_TITLES = f"(?:{'|'.join((*FORMS_OF_ADDRESS, *TITLES))})"
_ADDRESS_FORM = re.compile(f"{_TITLES}$")
# 徐工, 魏主任: the family name alone; 魏建国主任: the name before the title.
_PERSON = f"(?P<name>{_SURNAME}(?={_TITLES}(?![{_HAN}]))|{_NAME}){_TITLES}?"
_NAME_BEFORE = re.compile(
    rf"(?:^|[ ,、:;(\n]|(?<=[0-9])|(?<=证明)|(?<=联系)){_PERSON}[ ,、:(]{{0,2}}"
    r"(?:(?:(?:联系)?(?:电话|手机)(?:号码)?|(?:公民)?身份证?号码?) ?:? ?)?\Z"
)
_NAME_BEHIND = re.compile(rf" ?[(]{_PERSON}[)]| (?P<alone>{_NAME})(?=[ ,、;。)\n]|$)")
_NO_NAME = re.compile(f"[{UNIT_ENDINGS}区市县镇乡村街线话机真网馆中心公司里长员楼号]$")
_TOKEN = re.compile(f"[{_HAN}·]{{1,30}}")
_TOKEN_END = re.compile("(?:联系)?(?:电话|方式|手机|号码)|座机|传真|(?:电子)?邮[箱件]|地址|邮编")

# GB 11643-1999: weights of the first 17 digits, and the check digit by the sum's remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class Finding(NamedTuple):
    """Personal data at ``start:end``.

    Its kind is mobile, landline, email, identity, name, qq, wechat, passport or bank_card.
    """

    start: int
    end: int
    kind: str


def find_personal(view: str) -> list[Finding]:
    """Return the personal data of a whole view, sorted and disjoint."""
    numbers = [*_numbers(view), *_emails(view), *_wechats(view)]
    found = [*numbers, *_names(view, numbers)]
    found.sort(key=lambda finding: (finding.start, -finding.end))
    disjoint: list[Finding] = []
    for finding in found:
        if not disjoint or finding.start >= disjoint[-1].end:
            disjoint.append(finding)
    return disjoint


def is_person(column: str, value: object) -> bool:
    """Tell whether a column that is called after persons holds a name and nothing else."""
    if not isinstance(value, str) or not _person_column.search(column):
        return False
    return _WHOLE_NAME.match(value) is not None and _is_name(value, 0, len(value))


def has_check_digit(number: str) -> bool:
    """Tell whether an identity number of 18 digits ends in its check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[17].upper() == _CHECKS[total % 11]


def has_day(number: str) -> bool:
    """Tell whether an identity number of 15 digits holds a province and a day of birth."""
    try:
        date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        return False
    return known(number[:2] + "0000")


def has_luhn_digit(number: str) -> bool:
    """Tell whether the last digit of a bank card checks the others (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(digits) <= LONGEST_CARD and (sum(digits[::2]) + sum(doubled)) % 10 == 0


_CHECK = {"identity": has_day, "bank_card": has_luhn_digit}


def _candidates(view: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of what holds enough digits to be a number.

    Of four digits in a row one is a fourth code point of the text: only these are looked at.
    """
    done = 0
    for digit in _DIGIT.finditer(view[DIGITS_IN_A_ROW - 1 :: DIGITS_IN_A_ROW]):
        begin = DIGITS_IN_A_ROW * (digit.start() + 1) - 1
        if begin < done:
            continue
        while begin > done and view[begin - 1] in _SIGN:
            begin -= 1
        if signs := _SIGNS.match(view, begin):
            done = signs.end()
            for candidate in _candidate.finditer(view, begin, done + 1):
                if sum(map(str.isdigit, candidate.group())) >= FEWEST_DIGITS:
                    yield candidate.span()


def _numbers(view: str) -> Iterator[Finding]:
    for start, end in _candidates(view):
        yield from _accounts(view, start)
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


def _accounts(view: str, at: int) -> Iterator[Finding]:
    """Yield the account that the digits at a place are, if the words before them say so."""
    before = view[max(0, at - CALLED_BEFORE) : at]
    for kind, label, digits in _ACCOUNTS:
        number = digits.match(view, at)
        said = label.search(before) if number else None
        if number and said and _CHECK.get(kind, bool)(re.sub("[ -]", "", number.group())):
            letters = len(said["letters"]) if kind == "passport" else 0
            yield Finding(at - letters, number.end(), kind)


def _wechats(view: str) -> Iterator[Finding]:
    for at in _WECHAT.places(view):
        account = _wechat.match(view, at)
        if account and not view.endswith(WECHAT_PUBLIC, 0, at):
            yield Finding(*account.span("value"), "wechat")


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
    for triggers, marks in _SPELT:
        if not triggers.held(view):
            continue
        for sign, pattern in ((sign, each) for mark, each in marks for sign in mark.finditer(view)):
            local = _email_local.search(view, max(0, sign.start() - 64), sign.start())
            found = pattern.match(view, local.start()) if local else None
            if found:
                yield Finding(*found.span(), "email")


def _names(view: str, numbers: list[Finding]) -> Iterator[Finding]:
    """Yield the names behind 联系人 and its like, and those right beside a number."""
    for at in _CONTACT.places(view):
        contact = _contact.search(view, max(0, at - 1), at + LONGEST_LABEL)
        if contact:
            yield from _persons(view, contact.end())
    for finding in numbers:
        if finding.kind == "email":
            continue
        begin = max(0, finding.start - NAME_BEFORE)
        before = _NAME_BEFORE.search(view[begin : finding.start])
        if before:
            start, end = (begin + at for at in before.span("name"))
            if _is_name(view, start, end):
                yield Finding(start, end, "name")
        behind = _NAME_BEHIND.match(view, finding.end)
        field = behind and behind.lastgroup
        if behind and field and _is_name(view, *behind.span(field)):
            yield Finding(*behind.span(field), "name")


def _is_name(view: str, start: int, end: int) -> bool:
    """Tell whether what looks like a name beside a number is none of the words that stand there."""
    words = view[start:end]
    if view[start : start + 2] in NO_NAMES or words in _CITIES:
        return False
    return not _NO_NAME.search(words)


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
        called = _surname.fullmatch(view, at, name_end) if form else None  # 陈老师
        name = (
            called
            or _WHOLE_NAME.match(view, at, name_end)
            or _UNIT_AND_NAME.search(view, at, name_end)
        )
        if name and view[name.start() : name.start() + 2] not in NO_NAMES:
            yield Finding(name.start(), name.end(), "name")
        if label or view[stop : stop + 1] not in ("、", " ", ",", "/"):
            return
        at = stop + 1
        while at < end and view[at] == " ":
            at += 1
