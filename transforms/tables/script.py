"""Where the pinned OpenCC converts wrongly from traditional to simplified, and why.

Tried with OpenCC 1.4.2, configuration ``t2s``. A row is applied where ``found`` stands in the
source, over what OpenCC made of it; both sides have the same number of code points.
"""

from typing import NamedTuple


class Override(NamedTuple):
    """``found`` in a traditional source reads ``meant`` in simplified script."""

    found: str
    meant: str
    why: str


_ASPECT = "Taiwan and Hong Kong write 着 as 著; t2s takes 著 for a character of its own"

OVERRIDES = (
    Override("坏", "坏", "already simplified; t2s takes 坏 for unfired clay and writes 坯"),
    Override("衞", "卫", "the Hong Kong form of 衛, which t2s leaves"),
    Override("缐", "线", "a variant of 線, which t2s leaves"),
    Override("噁英", "噁英", "simplified chemistry writes 二噁英; t2s writes 𫫇"),
    *(
        Override(found, found.replace("著", "着").translate(str.maketrans("隨對陸裝", "随对陆装")), _ASPECT)
        for found in (
            "著力", "著手", "著眼", "著重", "著火", "著陸", "著裝", "著落", "沿著", "隨著", "随著",
            "意味著", "朝著", "本著", "有著", "對著", "对著", "接著", "跟著", "向著", "活著",
        )
    ),
)  # fmt: skip
