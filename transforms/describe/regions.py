"""Which division of the country a name begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from transforms.tables.counties import BY_CITY, COMMON_COUNTIES, COUNTIES
from transforms.tables.regions import (
    COMMON_WORDS,
    DIRECT,
    FORMER,
    NATION,
    NATION_NAMES,
    PREFECTURES,
    PROVINCES,
    Region,
)

_BY_CODE = {region.code: region for region in (NATION, *PROVINCES, *PREFECTURES, *DIRECT)}
_FULL = {region.name: region for region in (*FORMER, *DIRECT, *PREFECTURES, *PROVINCES)}
# Of two divisions of one short name the greater: 吉林 is the province.
_SHORT = {region.short: region for region in (*DIRECT, *PREFECTURES, *PROVINCES)}
_BARE = {
    region.short: region
    for region in (*PREFECTURES, *PROVINCES)
    if region.short not in COMMON_WORDS
}


def _by_start(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the names, longest first, by their first two characters."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        found[name[:2]] = (*found.get(name[:2], ()), name)
    return found


_FULL_NAMES, _SHORT_NAMES, _BARE_NAMES = map(_by_start, (_FULL, _SHORT, _BARE))
_COUNTY_NAMES = _by_start({*COUNTIES, *chain.from_iterable(BY_CITY.values())})

_ORGAN_BEHIND = "(?=人民政府|政府|委员会|[县区市旗]?委|人大|人民法院|人民检察院|管委会)"
# A county of a city that the table does not hold, told by the organ behind it.
_UNKNOWN_COUNTY = re.compile(rf"[\u4e00-\u9fff]{{1,6}}?[县区市旗]{_ORGAN_BEHIND}")
_BEFORE_ORGAN = re.compile(_ORGAN_BEHIND)
_GOES_ON = re.compile("[域际级间块位场]")  # 江南区域, 新县级: the word is no name
# Names that begin with a region and are of none: 上海合作组织, 北京证券交易所, 上海航运交易所.
_NO_REGION = re.compile(
    "[\u4e00-\u9fff]{0,4}?(?:大学|学院|证券|期货|交易所|合作组织|公约|银行|铁路|海关|宣言|世博|亚运|冬奥)"
)


class Place(NamedTuple):
    """A region: its ``name`` in full, ``code`` of GB/T 2260, ``end`` one past it in the text."""

    name: str
    code: str
    end: int


@lru_cache(1024)
def leading_place(text: str, short: bool = True) -> Place | None:
    """Return the region that folded text begins with.

    ``short``: a bare name (宁夏碳达峰…, 绍兴古城…) counts; otherwise 省, 市 … must be there.
    """
    full = _prefix(text, 0, _FULL_NAMES)
    if full.endswith("市") and text.startswith("场", len(full)):
        full = ""  # 东方市场
    if not full and (county := county_at(text, 0)):
        city = _BY_CODE[COUNTIES[county]]
        return Place(city.name + county, city.code, len(county))
    if not full and text.startswith("中国("):
        inner = _prefix(text, 3, _SHORT_NAMES)
        return _place(_SHORT[inner], 3 + len(inner)) if inner else None
    zone = "" if full else _prefix(text, 0, _SHORT_NAMES)
    if zone and text.startswith("经济特区", len(zone)):
        return _place(_SHORT[zone], len(zone))
    bare = "" if full or not short else _prefix(text, 0, _BARE_NAMES)
    if bare and _NO_REGION.match(text, len(bare)):
        return None
    if not full and not bare:
        return None
    region, end = _FULL[full] if full else _BARE[bare], len(full or bare)
    name = region.name
    is_province = region.code.endswith("0000")
    city_name = _prefix(text, end, _FULL_NAMES) if is_province else ""
    if city_name and _FULL[city_name].code[:2] == region.code[:2]:
        region, end = _FULL[city_name], end + len(city_name)
        name = city_name
        is_province = False
    county = _county(text, end)
    if county in BY_CITY.get(region.code, ()) or COUNTIES.get(county) == region.code:
        return Place(name + county, region.code, end + len(county))
    if is_province:
        code = COUNTIES.get(county, "")
        if code[:2] == region.code[:2]:
            return Place(name + county, code, end + len(county))
    elif unknown := _UNKNOWN_COUNTY.match(text, end):
        return Place(name + unknown.group(), region.code, unknown.end())
    return Place(name, region.code, end)


def _place(region: Region, end: int) -> Place:
    return Place(region.name, region.code, end)


def _county(text: str, at: int) -> str:
    """Return the county of the table that is named at ``at``, "" if none is."""
    name = _prefix(text, at, _COUNTY_NAMES)
    end = at + len(name)
    if not name or _GOES_ON.match(text, end):
        return ""
    is_word = not at and end < len(text) and (len(name) == 2 or name in COMMON_COUNTIES)
    return "" if is_word and not _BEFORE_ORGAN.match(text, end) else name


def county_at(text: str, at: int) -> str:
    """Return the county whose name stands at ``at`` and is borne by no other, "" if none is."""
    name = _county(text, at)
    return name if name in COUNTIES else ""


def named_place(name: str) -> Place | None:
    """Return the region that a whole folded text names, as a heading does: 石家庄, 上海市徐汇区."""
    if name in NATION_NAMES:
        return Place(NATION.name, NATION.code, len(name))
    if name in _SHORT:
        region = _SHORT[name]
        return Place(region.name, region.code, len(name))
    place = leading_place(name)
    if place and place.end == len(name):
        return place
    if not place:
        return None
    rest = name[place.end :]
    # A county that the table does not hold, behind its city or province.
    if len(rest) <= 12 and rest[-1] in "县区市旗州盟":
        return Place(place.name + rest, place.code, len(name))
    inner = _SHORT.get(rest)
    if inner and inner.code[:2] == place.code[:2]:
        return Place(place.name + inner.name, inner.code, len(name))
    return None


def province_of(code: str) -> Region | None:
    """Return the division of province level that a code lies in."""
    return _BY_CODE.get(code[:2] + "0000")


def known(code: str) -> bool:
    """Tell whether the table holds a code."""
    return code in _BY_CODE


def region_of(code: str) -> Region:
    """Return the division of a code of the table."""
    return _BY_CODE[code]


def _prefix(text: str, at: int, names: dict[str, tuple[str, ...]]) -> str:
    """Return the longest of the names that stands at ``at``, "" if none does."""
    return next(
        (name for name in names.get(text[at : at + 2], ()) if text.startswith(name, at)), ""
    )
