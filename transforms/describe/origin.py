"""Where a document comes from: its number, its issuing organs, its region."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise, takewhile

from transforms.describe.dates import Signature
from transforms.describe.lines import Line
from transforms.describe.organs import (
    Organ,
    branch_place,
    full_name,
    is_national,
    is_state_organ,
    leading_national,
    organs_of,
    title_organs,
)
from transforms.describe.regions import Place, known, leading_place, named_place, region_of
from transforms.describe.sheet import Mark, Sheet
from transforms.describe.status import kind_of
from transforms.schema import HEADING, IMPRINT, NOTE, Fact, Rule
from transforms.tables.issuers import BODIES
from transforms.tables.layout import (
    ASSEMBLY,
    CAPTION_ISSUER,
    CAPTION_NUMBER,
    COMPANY_NUMBER,
    COURT_HEAD,
    COVER_ISSUERS,
    HOUR_BELOW,
    ISSUE_NUMBER,
    ISSUER_FIELD,
    LETTERHEAD,
    META,
    NOTE_ISSUER,
    NUMBER,
    NUMBER_FIRST,
    NUMBER_IN_TITLE,
    NUMBER_LINE,
    OFFICE_LINE,
    ORDER_LINE,
    ORDER_NUMBER,
    OTHER_NUMBER_LINE,
    PAPER_NUMBER,
    SOURCE_FIELD,
    STANDARD_LINE,
)
from transforms.tables.regions import NATION, NUMBER_PREFIXES

NUMBER_LINES = 12  # the number stands in the first of them
BY_LINES = 4  # below a title: its subtitle, its caption, whose it is
COVER_LINES = 20  # of a standard
PEOPLES_REPUBLIC = "1949-10"  # before it a 省政府 was no 人民政府
LONGEST_CAPTION = 400  # code points at the beginning of a line that may be a caption
LONGEST_NUMBER = 80  # code points of a line that is a number

_letterhead, _cover, _number, _number_in_title, _order_number = (
    rule.compile() for rule in (LETTERHEAD, COVER_ISSUERS, NUMBER, NUMBER_IN_TITLE, ORDER_NUMBER)
)
_caption_issuer, _assembly = CAPTION_ISSUER.compile(), ASSEMBLY.compile()
# 行政处罚决定书某环罚字: the title stands in front of the number.
_PAPER = re.compile("^[\u4e00-\u9fff]*(?:决定|通知|告知|意见|认定|判决|裁决)书(?=[\u4e00-\u9fff])")
_issue, _office = ISSUE_NUMBER.compile(), OFFICE_LINE.compile()
_OF_LINE = (
    NUMBER_LINE, OTHER_NUMBER_LINE, ORDER_LINE, NUMBER_FIRST, COMPANY_NUMBER, STANDARD_LINE,
    PAPER_NUMBER,
)  # fmt: skip
_OF_MARK = (NUMBER_LINE, OTHER_NUMBER_LINE, ORDER_LINE, NUMBER_IN_TITLE, COMPANY_NUMBER)
_NUMBER_LINES, _NUMBER_MARKS = (
    tuple((rule, rule.compile()) for rule in rules) for rules in (_OF_LINE, _OF_MARK)
)
_order = re.compile("[\u4e00-\u9fff]{2,40}令$")
_of_order = re.compile("(?P<value>[\u4e00-\u9fff]{2,40}?)(?:令|公告|通告)(?=[第〔（0-9])")
# A subtitle with its by-line: ——2022年1月5日在某会议上某市财政局
_at_assembly = re.compile(" *--[^。]{0,20}?在[^。]{2,60}?[会议]上(?P<value>.+)")
_hour = HOUR_BELOW.compile()
_note = NOTE_ISSUER.compile()
_field = ISSUER_FIELD.compile()
# What a title says of its document, and which fields name the author of such a one.
_BY_FIELD = (
    (re.compile("解读|问答|图解"), re.compile("解读")),
    (re.compile("答复"), re.compile("答复")),
    (re.compile("公示"), re.compile("公[示告]|建设")),
    (
        re.compile("招标|采购|比选|询价|磋商|谈判|出让|转让|拍卖|出租|中标|成交"),
        re.compile("(?!解读|答复)"),
    ),
)
_source, _EXPLAINS = SOURCE_FIELD.compile(), _BY_FIELD[0][0]
_has_field = re.compile("|".join(says.pattern for says, _ in _BY_FIELD))
_paper = re.compile("[\u4e00-\u9fff]{0,8}(?:判决|裁定|调解|决定)书$")
_court, _caption_number = COURT_HEAD.compile(), CAPTION_NUMBER.compile()
_BRACKETS = str.maketrans("[]()", "〔〕（）")
_CASE = re.compile("[仲律案证鉴评审验].{0,4}字$")  # letters of arbitrators, lawyers, appraisers
# What may stand before the region that a title begins with.
_BEGINS = re.compile(
    r"^(?:(?:一图(?:读懂|看懂|速览)|图解|(?:政策)?解读) ?[:|]? ?[《<]?|[《<](?=.*解读)"
    rf"|{ISSUE_NUMBER.pattern.removeprefix('^')})"
)
_SPREAD = re.compile(r" *\S(?: +\S)+ *$")  # set letter by letter: 九 江 市 教 育 局


def doc_number(sheet: Sheet) -> Fact | None:
    """Return the document's own number, never one that it cites."""
    found = _number_in_title.search(sheet.title_marks.strip(" \n》"))
    if found:
        return _number_fact(found["value"], sheet.title_place, NUMBER_IN_TITLE)
    issue = _issue.match(sheet.title)
    if issue:
        return _number_fact(issue["value"], sheet.title_place, ISSUE_NUMBER)
    order = sheet.title if sheet.title.endswith(("令", "公告")) else ""
    for line in sheet.head[:NUMBER_LINES]:
        if not _may_be_number(line.view):
            named = line.view.strip()
            order = named if _order.match(named) and organs_of(named[:-1]) else order
            continue
        below = _order_number.match(line.view) if order else None
        if below:
            place = line.place(*below.span("value"))
            return _number_fact(order + below["value"], place, ORDER_NUMBER)
        for rule, pattern in _NUMBER_LINES:
            match = pattern.match(line.view)
            if match:
                words = slice(*match.span("value"))
                place = line.place(words.start, words.stop)
                if rule in (STANDARD_LINE, PAPER_NUMBER):
                    return Fact("doc_number", line.text[words], *place, rule.id)
                value = _with_gaps(line.text[words], match["value"])
                return _number_fact(value, place, rule)
    for line in sheet.head[:BY_LINES]:
        if "人民法院" in line.view:
            rule, pattern = COURT_HEAD, _court
        elif line.view.lstrip()[:1] == "(":
            rule, pattern = CAPTION_NUMBER, _caption_number
        else:
            continue
        match = pattern.search(line.view, 0, LONGEST_CAPTION)
        if match:
            return _number_fact(match["value"], line.place(*match.span("value")), rule)
    for mark in sheet.marks:
        if "号" not in mark.view:
            continue
        for rule, pattern in _NUMBER_MARKS:
            match = pattern.search(mark.view)
            if match and (rule is not NUMBER_IN_TITLE or mark.label == HEADING):
                return _number_fact(match["value"], (mark.start, mark.end), rule)
        match = _number.match(mark.meta("doc_number"))
        if match:
            return _number_fact(match.group(), (mark.start, mark.end), META)
    return None


def _may_be_number(view: str) -> bool:
    """Tell whether a line can hold a number: it says 号 or 期, or begins like a standard's."""
    begins = view[:LONGEST_NUMBER]
    return "号" in begins or "期" in begins or begins.lstrip()[:1].isupper()


def _with_gaps(text: str, view: str) -> str:
    """Return a number's view with the gaps that its text has between organs."""
    both = zip(text, view, strict=True)
    value = "".join(own if own == "\u3000" else folded for own, folded in both)
    return re.sub("\u3000(?=第|[0-9\\[(])", "", value)


def _number_fact(value: str, place: tuple[int, int], rule: Rule) -> Fact:
    match = _number.match(value)
    if match:
        # 国办发〔2021〕第3号 is 国办发〔2021〕3号, but of 劳仲案字〔2022〕第517号 it is a part.
        is_case = _CASE.search(match["letters"]) is not None
        ordinal = "第" * (is_case and "第" in value)
        letters = _PAPER.sub("", match["letters"])
        value = f"{letters}〔{match['year']}〕{ordinal}{match['number']}号"
    value = value.replace(" ", "").translate(_BRACKETS)
    return Fact("doc_number", value, *place, rule.id)


def issuers(
    sheet: Sheet,
    signed: Signature | None,
    heading: Fact | None,
    place: Place | None,
    number: Fact | None,
) -> list[Fact]:
    """Return the issuing organs: by title, else signature, or what else names them.

    That is an order's number, the head of a judgment, by-line, caption, cover, letterhead, a field
    below the text, an editor's note, the compiler's heading, a line of the page.

    A title that says 等九部门 does not name them all: then the signature goes first.
    """
    is_old = signed is not None and signed.fact.value < PEOPLES_REPUBLIC
    name = partial(full_name, place=place, is_old=is_old)
    titled, complete = title_organs(sheet.title)
    by_title = _organ_facts(titled, sheet.title_place, "issuers:title", name)
    by_signature = [
        Fact("issuers", name(organ.name), *where, "issuers:signature")
        for organ, where in (signed.organs if signed else ())
    ]
    by_title = [_in_full(fact, by_signature) for fact in by_title]
    found = (by_title if complete else by_signature) or by_title or by_signature
    found = found or _order_organs(number, name)
    found = found or _court_organs(sheet.head[:BY_LINES], name)
    found = found or _by_line_organs(sheet.head[:BY_LINES], name)
    found = found or _caption_organs(sheet.head[:BY_LINES], name)
    found = found or _cover_organs(sheet.head[:COVER_LINES], name)
    found = found or _letterhead_organs(sheet, name)
    found = found or _field_organs(sheet, name)
    found = found or _note_organs(sheet, name)
    if not found and heading and not named_place(heading.value):
        where = (heading.start, heading.end)
        organs = organs_of(heading.value)
        found = _organ_facts(organs, where, "issuers:heading", partial(name, alone=True))
    if not found:
        for mark in sheet.given:
            organs = organs_of(mark.meta("issuers"))
            found += _organ_facts(organs, (mark.start, mark.end), META.id, name)
    return list({fact.value: fact for fact in reversed(found)}.values())[::-1]


def _in_full(organ: Fact, signed: Sequence[Fact]) -> Fact:
    """Return the organ of a title that says 市政府, as the signature names it."""
    if organ.value[0] not in "省市县区州旗":
        return organ
    return next((one for one in signed if one.value.endswith(organ.value)), organ)


def _order_organs(number: Fact | None, name: Callable[[str], str]) -> list[Fact]:
    """Return the organ whose order a number counts: 某市人民政府令第58号."""
    match = _of_order.match(number.value) if number else None
    if not number or not match:
        return []
    organs = organs_of(match["value"])
    return _organ_facts(organs, (number.start, number.end), "issuers:number", name)


def _court_organs(lines: Sequence[Line], name: Callable[[str], str]) -> list[Fact]:
    """Return the court whose judgment begins with it, its kind and its number."""
    for line, below in pairwise((*lines, None)):
        if line is None or "人民法院" not in line.view:
            continue
        match = _court.search(line.view, 0, LONGEST_CAPTION)
        is_head = below is not None and _paper.match(below.view.replace(" ", ""))
        if match or is_head:
            court = match["court"] if match else line.view.strip()
            where = line.place(*(match.span("court") if match else (0, len(line.view))))
            return _organ_facts(organs_of(court), where, COURT_HEAD.id, name)
    return []


def _by_line_organs(lines: Sequence[Line], name: Callable[[str], str]) -> list[Fact]:
    """Return the organs on a line below a subtitle: whose report it is, or whose head gave it."""
    for above, line in pairwise(lines):
        if not above.view.lstrip().startswith("--"):
            continue
        at_assembly = _at_assembly.match(above.view)
        if at_assembly and (organs := organs_of(at_assembly["value"])):
            where = above.place(*at_assembly.span("value"))
            return _organ_facts(organs, where, "issuers:by-line", name)
        office = _office.match(line.view)
        organs = organs_of(office["value"] if office else line.view.strip())
        if organs:
            where = line.place(*(office.span("value") if office else (0, len(line.view))))
            return _organ_facts(organs, where, "issuers:by-line", name)
    return []


def _caption_organs(lines: Sequence[Line], name: Callable[[str], str]) -> list[Fact]:
    """Return the organ that a caption says to have issued the rules."""
    for line in lines:
        match = _caption_issuer.search(line.view) if line.view.lstrip()[:1] == "(" else None
        if match:
            where = line.place(*match.span("value"))
            return _organ_facts(organs_of(match["value"]), where, CAPTION_ISSUER.id, name)
    return []


def _cover_organs(lines: Sequence[Line], name: Callable[[str], str]) -> list[Fact]:
    """Return the organs on the line 发布 of a standard's cover, or on the lines above it."""
    for index, line in enumerate(lines):
        match = _cover.match(line.view) if line.view.rstrip().endswith("布") else None
        if not match:
            continue
        found: list[Fact] = []
        for one in (line, *reversed(lines[:index])):
            stop = match.end("value") if one is line else len(one.view)
            organs = organs_of(one.view, 0, stop)
            if not organs and one is not line:
                break
            where = one.place(0, len(one.view))
            found[:0] = _organ_facts(organs, where, COVER_ISSUERS.id, name)
        return found
    return []


def _field_organs(sheet: Sheet, name: Callable[[str], str]) -> list[Fact]:
    """Return the organ that a field below a tender or an explanation names as its author."""
    if not _has_field.search(sheet.title):
        return []
    for line in sheet.tail:
        match = _field.match(line.view)
        fits = match and any(
            says.search(sheet.title) and of.match(match["name"]) for says, of in _BY_FIELD
        )
        organs = organs_of(match["value"]) if match and fits else []
        if match and organs:
            return _organ_facts(organs, line.place(*match.span("value")), ISSUER_FIELD.id, name)
    for mark in (*sheet.marks, *sheet.below) if _EXPLAINS.search(sheet.title) else ():
        match = _source.match(mark.view)
        organs = organs_of(match["value"]) if match else []
        if organs and all(is_state_organ(one.name) and leading_place(one.name) for one in organs):
            return _organ_facts(organs, (mark.start, mark.end), SOURCE_FIELD.id, name)
    return []


def _note_organs(sheet: Sheet, name: Callable[[str], str]) -> list[Fact]:
    """Return the organs that an editor's note above the text says to have issued it."""
    for mark in _above_title(sheet):
        match = _note.search(mark.view) if mark.label == NOTE else None
        if match and sheet.title.startswith(match["title"]):
            organs = organs_of(match["value"])
            return _organ_facts(organs, (mark.start, mark.end), NOTE_ISSUER.id, name)
    return []


def _letterhead_organs(sheet: Sheet, name: Callable[[str], str]) -> list[Fact]:
    """Return the organs of the letterhead: with 文件 or 公报 behind it, or right above the title.

    A name over other lines of the page is the site's.
    """
    between = takewhile(lambda mark: mark.label == IMPRINT, reversed(_above_title(sheet)))
    above = set(between)
    for mark in sheet.marks:
        match = _letterhead.match(mark.view) if mark.label == IMPRINT else None
        if match and (match.end("value") < match.end() or mark in above):
            value = match["value"]
            organs = organs_of(value.replace(" ", "") if _SPREAD.match(value) else value)
            if organs:
                return _organ_facts(organs, (mark.start, mark.end), LETTERHEAD.id, name)
    return []


def _above_title(sheet: Sheet) -> Sequence[Mark]:
    return [mark for mark in sheet.marks if mark.start < sheet.title_place[0]]


def _organ_facts(
    organs: Iterable[Organ], where: tuple[int, int], rule: str, name: Callable[[str], str]
) -> list[Fact]:
    """Return the facts of organs; ``name`` gives the full name of one."""
    return [Fact("issuers", name(organ.name), *where, rule) for organ in organs]


def heading_place(heading: Fact | None) -> Place | None:
    """Return the region that a compiler's heading names."""
    if not heading:
        return None
    place = named_place(heading.value)
    if place:
        return place
    organs = [full_name(organ.name, None, alone=True) for organ in organs_of(heading.value)]
    if organs and all(map(is_national, organs)):
        return Place(NATION.name, NATION.code, len(heading.value))
    return next((found for organ in organs if (found := leading_place(organ))), None)


def signed_place(signed: Signature | None) -> Place | None:
    """Return the region of the first organ of a signature that names one."""
    organs = signed.organs if signed else ()
    places = (leading_place(organ.name.removeprefix("中共"), short=False) for organ, _ in organs)
    return next(filter(None, places), None)


def region(
    sheet: Sheet, heading: Fact | None, organs: Sequence[Fact], number: Fact | None
) -> list[Fact]:
    """Return the facts ``region`` and ``region_code``: heading, else title, issuer, number."""
    place = heading_place(heading)
    if heading:
        name = heading.value
        if place and (place.code == NATION.code or not named_place(name)):
            name = place.name
        return _region(name, place.code if place else "", heading.start, heading.end, heading.rule)
    for organ in organs[:1]:
        if branch := branch_place(organ.value):
            return _region(branch.name, branch.code, organ.start, organ.end, "region:issuer")
    if leading_national(sheet.title):
        return _region(NATION.name, NATION.code, *sheet.title_place, "region:title")
    title = _BEGINS.sub("", sheet.title).removeprefix("中共")
    place = leading_place(title)
    # 《某市办法》政策解读 is of the region whose 办法 it explains.
    found = kind_of(title.partition("》")[0] if sheet.title[:1] in ("《", "<") else sheet.title)
    if place and (not found or (found.official and not found.parties)):
        return _region(place.name, place.code, *sheet.title_place, "region:title")
    for organ in organs:
        if is_national(organ.value):
            return _region(NATION.name, NATION.code, organ.start, organ.end, "region:issuer")
        # 石家庄某设计有限公司 is a name; whose the 石家庄市人民医院 is, its name says.
        place = leading_place(organ.value.removeprefix("中共"), not organ.value.endswith(BODIES))
        if place:
            return _region(place.name, place.code, organ.start, organ.end, "region:issuer")
    if number:
        code = NUMBER_PREFIXES.get(number.value[:2])
        if number.rule == STANDARD_LINE.id:
            code = _code_of_standard(number.value)
        if code:
            name = NATION.name if code == NATION.code else region_of(code).name
            return _region(name, code, number.start, number.end, "region:number")
    for line in sheet.head[:BY_LINES]:
        match = _assembly.match(line.view)
        place = leading_place(match["value"], short=False) if match else None
        if match and place:
            where = line.place(*match.span("value"))
            return _region(place.name, place.code, *where, ASSEMBLY.id)
    for line in sheet.head[:BY_LINES]:
        office = _office.match(line.view)
        place = leading_place(office["value"] + office["rank"][0], short=False) if office else None
        if office and place:
            where = line.place(*office.span("value"))
            return _region(place.name, place.code, *where, OFFICE_LINE.id)
    for line in sheet.tail:
        hour = _hour.match(line.view)
        place = named_place(hour["place"]) if hour else None
        if hour and place:
            where = line.place(*hour.span("place"))
            return _region(place.name, place.code, *where, HOUR_BELOW.id)
    for mark in _above_title(sheet):  # 澳门特别行政区 over its laws
        place = leading_place(mark.view, short=False)
        if place and place.end == len(mark.view):
            return _region(place.name, place.code, mark.start, mark.end, LETTERHEAD.id)
    return []


def _code_of_standard(number: str) -> str | None:
    """Return the region's code that a standard's number says: GB and GB/T, DB53/T, DB5301/T."""
    local = re.match("DB ?([0-9]{2})([0-9]{2})?(?![0-9])", number)
    if local:
        code = f"{local[1]}{local[2] or '00'}00"
        return code if known(code) else None
    return NATION.code if number.startswith("GB") else None


def _region(name: str, code: str, start: int, end: int, rule: str) -> list[Fact]:
    facts = [Fact("region", name, start, end, rule)]
    return [*facts, Fact("region_code", code, start, end, rule)] if code else facts
