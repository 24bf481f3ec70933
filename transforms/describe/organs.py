"""Which organs a text names, where names may follow one another without a separator."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.describe.regions import Place, county_at, leading_place, province_of, region_of
from transforms.tables.issuers import (
    BEGINNINGS,
    BODIES,
    FULL_NAMES,
    HALLS,
    NATIONAL_ORGANS,
    OTHER_ENDINGS,
    PARTY_ENDINGS,
    SHARED_SHORT_NAMES,
    SIGNED_ENDINGS,
    SIGNER_ENDINGS,
    STATE_ENDINGS,
    TITLE_KINDS,
    TITLE_VERBS,
)
from transforms.tables.regions import PREFECTURES, PROVINCES

LONGEST_NAMES = 400  # code points of all organs of a title or line
NO_PEOPLES_GOVERNMENT = ("71", "81", "82")  # Taiwan, Hong Kong, Macao: there 政府 is the full word

_NATIONAL = frozenset(NATIONAL_ORGANS) | frozenset(FULL_NAMES)
_LONGEST_NATIONAL = max(map(len, _NATIONAL))
_SEPARATORS = " 、,/"
_REGION_NAMES = {
    name for region in (*PROVINCES, *PREFECTURES) for name in (region.name, region.short)
}


def _one_of(names: object) -> str:
    assert isinstance(names, (set, tuple, frozenset))
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


_ENDINGS = _one_of((*STATE_ENDINGS, *PARTY_ENDINGS, *OTHER_ENDINGS, *SIGNED_ENDINGS))
_BOUNDARY = (
    f"(?=$|[{_SEPARATORS}]|{_one_of(BEGINNINGS)}|"
    f"{_one_of({name for name in _NATIONAL if len(name) > 2})}|{_one_of(_REGION_NAMES)})"
)
# No name is longer than 30 code points, so that the scan is linear.
_ORGAN = re.compile(rf"[\u3400-\u9fff()·]{{0,30}}?(?:{_ENDINGS}){_BOUNDARY}")
_AT_BOUNDARY = re.compile(_BOUNDARY)
_ENDING = re.compile(_ENDINGS)
# A national organ's branch is named after it: 国家税务总局|浙江省|税务局.
_BRANCH = re.compile(
    "(?P<of>国家税务总局|中国人民银行|国家能源局|国家统计局|中国银保监会|中国证监会|国家金融监督管理总局|国家矿山安全监察局)"
    f"(?:{_one_of(_REGION_NAMES)})[\u3400-\u9fff]{{0,8}}?(?:税务局|监管局|监察局|监管办公室|分行|支行|总部|调查总队|调查队)(?:办公[厅室])?"
    "|中央人民政府[\u3400-\u9fff]{1,8}?(?:委员会|[部署局])"  # of 1949 to 1954
)
_FIRST_NATIONAL = re.compile(_one_of({name for name in NATIONAL_ORGANS if len(name) > 2}))
_STATE = re.compile(f"(?:{_one_of(STATE_ENDINGS)})$")
_DEPARTMENT = re.compile("(?<!公)司$")  # of a ministry
_FORMAL = re.compile(
    "(?:人民政府|委员会|人民代表大会|人民法院|人民检察院|办公厅|办公室|管委会|公署|领导小组|指挥部|办事处|[总支大]队|[厅局署]"
    f"|{_one_of(BODIES)})$"
)
# A part of a body: 湖北大学研究生院, 云岭股份有限公司董事会.
_OF_BODY = re.compile("(?:大学|学院|有限公司|有限责任公司|集团|医院)[\u3400-\u9fff]{2,10}$")
_SIGNER = re.compile(rf"[\u3400-\u9fff()·]{{2,28}}(?:{_one_of(SIGNER_ENDINGS)})")
_NO_ORGAN = re.compile("各|有关|相关|本|该|其|上述|及|和|与|等|由|经|对|为|在|以|关于|《|.*的")
_PARTY_SHORT = re.compile("(?:[省市区县州盟旗])委$")
_LEVEL = re.compile("自治区|[省市区县州]")
_VERB = re.compile(f"{'|'.join(TITLE_VERBS)}|(?:{_one_of(TITLE_KINDS)})$|对(?![外口台华比])")
_OTHERS = re.compile(r"等[一二三四五六七八九十0-9]{1,3}(?:个)?(?:部门|单位|部委|委局)$")
_STARTED = re.compile(r"(?=(?:19|20)[0-9]{2}年)|(?=[\"《<])")


class Organ(NamedTuple):
    """An organ as named at ``start:end`` of a text; ``name`` without spaces."""

    name: str
    start: int
    end: int


def organs_of(text: str, start: int = 0, end: int | None = None) -> list[Organ]:
    """Return the organs that make up ``start:end`` of folded text, [] if it says anything else."""
    end = len(text) if end is None else end
    if end - start > LONGEST_NAMES:
        return []
    found: list[Organ] = []
    at = start
    while at < end:
        if text[at] in _SEPARATORS:
            at += 1
            continue
        branch = _BRANCH.match(text, at, end)
        stop = branch.end() if branch else _national(text, at, end)
        if not stop:
            match = _ORGAN.match(text, at, end)
            if not match or not _is_organ(match.group()):
                return []
            # 中共略阳县委|略阳县人民政府: no word tells where the second name begins.
            inner = (name.end() for name in _ENDING.finditer(text, at, match.end() - 1))
            stop = next((cut for cut in inner if county_at(text, cut)), match.end())
        found.append(Organ(text[at:stop], at, stop))
        at = stop
    return found


def signers_of(text: str) -> list[Organ]:
    """Return those who sign in a line above a date: organs, or what may be one by its last word."""
    found = organs_of(text)
    if found or len(text) > LONGEST_NAMES:
        return found
    parts = [Organ(part.group(), *part.span()) for part in re.finditer(f"[^{_SEPARATORS}]+", text)]
    names = (_SIGNER.fullmatch(part.name) and not _NO_ORGAN.match(part.name) for part in parts)
    return parts if parts and all(names) else []


def _national(text: str, at: int, end: int) -> int:
    """Return the end of the national organ named at ``at``, 0 if there is none."""
    for length in range(min(_LONGEST_NATIONAL, end - at), 1, -1):
        stop = at + length
        if text[at:stop] in _NATIONAL and _AT_BOUNDARY.match(text, stop, end):
            return stop
    return 0


def _is_organ(name: str) -> bool:
    if _NO_ORGAN.match(name) or name.endswith(HALLS):
        return False
    if _FORMAL.search(name) or _OF_BODY.search(name) or name.startswith(BEGINNINGS):
        return True
    return leading_place(name) is not None


def title_organs(title: str) -> tuple[list[Organ], bool]:
    """Return the organs that a folded title begins with, and whether it says that they are all."""
    best: list[Organ] = []
    for match in _VERB.finditer(title[:LONGEST_NAMES]):
        if not match.start():
            return [], True
        others = _OTHERS.search(title, 0, match.start())
        best = organs_of(title, 0, others.start() if others else match.start())
        if best:
            return best, not others
        if match.group() == "关于":
            break
    started = _STARTED.search(title, 1)
    if started:
        best = organs_of(title, 0, started.start())
    return best, True


def full_name(name: str, place: Place | None, alone: bool = False, is_old: bool = False) -> str:
    """Return the organ's full name.

    ``place`` is the region whose documents say 省政府 for its government; ``alone``: the name
    stands where others name a region, so that 国资委 is the nation's; ``is_old``: it is of before
    1949.
    """
    whole = name.removeprefix("中华人民共和国")
    if whole in NATIONAL_ORGANS:
        return whole
    if name in FULL_NAMES and (alone or name not in SHARED_SHORT_NAMES):
        return FULL_NAMES[name]
    if place and _LEVEL.match(name) and not leading_place(name, short=False):
        name = _above(name, place) + name[len(_LEVEL.match(name).group()) :]  # type: ignore[union-attr]
    if _PARTY_SHORT.search(name) and leading_place(name):
        return "中共" + name
    own = leading_place(name)
    if is_old or (own and own.code.startswith(NO_PEOPLES_GOVERNMENT)):
        return name
    return re.sub("(?<!人民)政府(?=$|办公[厅室]$)", "人民政府", name)


def _above(name: str, place: Place) -> str:
    """Return the name of the region that 省, 市, 区 … at the beginning of a name stand for."""
    level = _LEVEL.match(name)
    assert level is not None
    province = province_of(place.code)
    if level.group() in ("省", "自治区") and province:
        return province.name
    city = region_of(place.code).name
    county = place.name.removeprefix(city) if place.name != city else ""
    if level.group() == "市" and province and not county.endswith("市"):
        return city
    return county if county.endswith(("县", "市", "旗")) else place.name


def branch_place(name: str) -> Place | None:
    """Return the region of which an organ is the nation's branch: 国家税务总局宁波市税务局."""
    branch = _BRANCH.match(name)
    return leading_place(name[branch.end("of") :]) if branch and branch["of"] else None


def leading_national(title: str) -> bool:
    """Tell whether a folded title begins with the nation or one of its organs."""
    return title.startswith(("中华人民共和国", "全国")) or bool(_FIRST_NATIONAL.match(title))


def is_national(name: str) -> bool:
    """Tell whether an organ, by its full name, is one of the nation's."""
    return name in NATIONAL_ORGANS or name.startswith("中央人民政府")


def is_state_organ(name: str) -> bool:
    """Tell whether an organ, by its full name, is a state organ (and not of a party or firm)."""
    if name.startswith("中共") or name in ("中央纪律检查委员会",) or name.endswith(BODIES):
        return False
    return (
        bool(_STATE.search(name)) or name in NATIONAL_ORGANS or _DEPARTMENT.search(name) is not None
    )
