"""Which division of the country a name begins with."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.tables.regions import (
    COMMON_WORDS,
    DIRECT,
    DISTRICTS,
    NATION,
    NATION_NAMES,
    PREFECTURES,
    PROVINCES,
    Region,
)

_BY_CODE = {region.code: region for region in (NATION, *PROVINCES, *PREFECTURES, *DIRECT)}
_FULL = {region.name: region for region in (*DIRECT, *PREFECTURES, *PROVINCES)}
# Of two divisions of one short name the greater: 吉林 is the province.
_SHORT = {region.short: region for region in (*DIRECT, *PREFECTURES, *PROVINCES)}
_BARE = {
    region.short: region
    for region in (*PREFECTURES, *PROVINCES)
    if region.short not in COMMON_WORDS
}
_LONGEST = max(map(len, (*_FULL, *DISTRICTS)))

# A county of a city, told by the organ behind it: 无锡市|新吴区|人民政府.
_COUNTY = re.compile(
    r"[\u4e00-\u9fff]{1,6}?[县区市旗](?=人民政府|政府|委员会|[县区市旗]?委|人大|管委会)"
)
# Names that begin with a region and are of none: 上海合作组织, 北京证券交易所, 上海航运交易所.
_NO_REGION = re.compile(
    "[\u4e00-\u9fff]{0,4}?(?:大学|学院|证券|期货|交易所|合作组织|公约|银行|铁路|海关|宣言|世博|亚运|冬奥)"
)


class Place(NamedTuple):
    """A region: its ``name`` in full, ``code`` of GB/T 2260, ``end`` one past it in the text."""

    name: str
    code: str
    end: int


def leading_place(text: str, short: bool = True) -> Place | None:
    """Return the region that folded text begins with.

    ``short``: a bare name (宁夏碳达峰…, 绍兴古城…) counts; otherwise 省, 市 … must be there.
    """
    found = _prefix(text, 0, _FULL)
    if not found and (district := _prefix_name(text, 0, DISTRICTS)):
        city = _BY_CODE[DISTRICTS[district]]
        return Place(city.name + district, city.code, len(district))
    if not found and text.startswith("中国("):
        inner = _prefix(text, 3, _SHORT)
        return Place(inner[0].name, inner[0].code, inner[1]) if inner else None
    if not found and (zone := _prefix(text, 0, _SHORT)) and text.startswith("经济特区", zone[1]):
        return Place(zone[0].name, zone[0].code, zone[1])
    if not found and short:
        found = _prefix(text, 0, _BARE)
        if found and _NO_REGION.match(text, found[1]):
            return None
    if not found:
        return None
    region, end = found
    name = region.name
    inner = _prefix(text, end, _FULL)
    if inner and inner[0].code[:2] == region.code[:2] and region.code.endswith("0000"):
        region, end = inner
        name += region.name
    district = _prefix_name(text, end, DISTRICTS)
    if district and DISTRICTS[district] == region.code:
        return Place(name + district, region.code, end + len(district))
    county = _COUNTY.match(text, end)
    if county and not region.code.endswith("0000"):
        return Place(name + county.group(), region.code, county.end())
    return Place(name, region.code, end)


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


def region_of(code: str) -> Region:
    """Return the division of a code of the table."""
    return _BY_CODE[code]


def _prefix(text: str, at: int, names: dict[str, Region]) -> tuple[Region, int] | None:
    name = _prefix_name(text, at, names)
    return (names[name], at + len(name)) if name else None


def _prefix_name(text: str, at: int, names: dict[str, Region] | dict[str, str]) -> str:
    """Return the longest of the names that stands at ``at``, "" if none does."""
    for length in range(min(_LONGEST, len(text) - at), 1, -1):
        if text[at : at + length] in names:
            return text[at : at + length]
    return ""
