"""What tells a single-byte code page: letters beyond ASCII, and the commonest words.

Any bytes are text in a single-byte code page, so one is believed only where words of a language
stand in it, and no letter that the language lacks.
"""

from __future__ import annotations

from typing import NamedTuple


class Alphabet(NamedTuple):
    """Languages that share code pages: ``letters`` beyond ASCII in lower case, ``words`` common."""

    name: str
    codecs: tuple[str, ...]  # Python's names, the likeliest first
    letters: frozenset[str]
    words: frozenset[str]


def _alphabet(name: str, codecs: str, letters: str, words: str) -> Alphabet:
    return Alphabet(name, tuple(codecs.split()), frozenset(letters), frozenset(words.split()))


# Marks that any language may have. The soft hyphen and the pilcrow are left out: misread bytes.
MARKS = frozenset("‘’‚“”„‹›«»–—…•·§©®°№™€£±½\u00a0")

ALPHABETS = (
    _alphabet(
        "Western", "cp1252", "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßº",
        "the of and to in is that was it for with he she by be this not are at from we my "
        "le la les des une est dans pour que qui et du en au aux sur par il elle ses son ce "
        "der die das und ist nicht ein den von zu mit für auf im dem sich des eine als auch sie über zum zur werden sind wird oder "
        "el los las de un una por con para se su al del y lo no como más "
        "o os as da do em um uma não dos ao na no seu sua até "
        "di che non per della il sono le con een het van niet op te zijn voor "
        "och att det som en på är av för med til på ikke er jeg",
    ),
    _alphabet(
        "Cyrillic", "cp1251 koi8-r cp866 iso8859-5 koi8-u",
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў",
        "и в не на что с по как это из к за от для или он мы его её но их так же то был было "
        "все со до об при о у я вы она они бы а ко та що є у до не та для від про як щоб",
    ),
    _alphabet(
        "Central European", "cp1250 iso8859-2", "ąćęłńóśźżáčďéěíľĺňôŕřšťúůýžäöüőű",
        "i w na z do nie się że jest od oraz przez dla po o za jak to są ma "
        "a v se je že pro ve by ho do od ke si jako ale jsem který po "
        "az és hogy nem is egy ez van volt meg sa na ktorý ako aj in je za so pri ali "
        "u na je da se za su koji",
    ),
    _alphabet(
        "Greek", "cp1253 iso8859-7", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
        "και το η ο οι τα να την του της των με για από που είναι τη στην στο στη σε θα δεν ως",
    ),
    _alphabet(
        "Turkish", "cp1254", "çğıöşüâîû",
        "ve bir bu için ile da de olarak olan daha her çok ne gibi kadar sonra",
    ),
)  # fmt: skip
