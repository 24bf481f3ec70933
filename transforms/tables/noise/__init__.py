"""What is not the document's own words, as rules over the view of a line or inside one.

``ANYWHERE`` rules name a whole line wherever it stands; ``HEAD`` rules only a line above the first
sentence of a source (a meeting notice may well have a line ``时间:``); ``TAIL`` rules only a line
behind the last sentence, date or item of a source, and ``FRAME`` rules there only below a line
that is named already (a document's own contacts stand above the page's frame). ``INSIDE`` rules
cut their match out of a line. Lines that begin with an item's mark are tried for buttons only.
"""

from transforms.tables.noise.apps import ANSWERED, APPS, BYLINE
from transforms.tables.noise.credits import CREDITS
from transforms.tables.noise.head import HEAD as ABOVE
from transforms.tables.noise.inside import INSIDE
from transforms.tables.noise.page import PAGE
from transforms.tables.noise.printed import PRINTED
from transforms.tables.noise.tail import FRAME
from transforms.tables.noise.tail import TAIL as BELOW

__all__ = ["ANYWHERE", "FRAME", "HEAD", "INSIDE", "SENTENCES", "TAIL"]

ANYWHERE = CREDITS + PAGE + APPS + PRINTED
HEAD = (*ABOVE, BYLINE)
TAIL = (*BELOW, ANSWERED)

# Rules of ANYWHERE that may name a line which ends like a sentence: no other is tried on one.
SENTENCES = frozenset(
    {
        "credit:source", "chrome:scan", "chrome:disclaimer", "chrome:mail-protection",
        "chrome:copyright", "chrome:snapshot", "credit:account", "credit:serial-writer", "credit:novel-site", "credit:ebook-site", "note:editor", "note:original-below", "imprint:copies",
    }
)  # fmt: skip
