"""Dates in all their spellings, and whether there is such a day."""

from __future__ import annotations

import re
from datetime import date

from transforms.tables.layout import DATE

FIRST_YEAR = 1900
LAST_YEAR = 2099

_DATE = DATE.compile()
_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}


def iso(text: str) -> str:
    """Return the first date in folded text as YYYY-MM-DD or YYYY-MM, "" if there is none.

    A date that is in no calendar, or not of this or the last century, is none.
    """
    match = _DATE.search(text)
    return _iso(match) if match else ""


def _iso(match: re.Match[str]) -> str:
    if match["year"]:
        year, month, day = match["year"], match["month"], match["day"]
    elif match["plain_year"]:
        year, month, day = match["plain_year"], match["plain_month"], match["plain_day"]
    else:
        year = "".join(str(_DIGITS[numeral]) for numeral in match["chinese_year"])
        month = str(_number(match["chinese_month"]))
        day = str(_number(match["chinese_day"])) if match["chinese_day"] else None
    try:
        found = date(int(year), int(month), int(day or 1))
    except ValueError:  # no such day
        return ""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return ""
    return found.isoformat() if day else f"{found:%Y-%m}"


def _number(numerals: str) -> int:
    """Return the value of a Chinese numeral up to 99, 0 for what is none."""
    tens, ten, ones = numerals.partition("十")
    if not ten:
        return _DIGITS.get(numerals, 0)
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
