"""Are duplicates found: precision and recall on a labelled set, its truth computed pair by pair.

``python -m tests.quality.duplicates [corpus.jsonl.gz] [--seed N] [--keep]`` makes the set (of
made-up documents, or of a corpus), computes the similarity of all its pairs, and prints what is
found beside MinHash LSH (datasketch, if it is installed: character 5-grams, 128 permutations,
0.8).
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from opencc import OpenCC
from rapidfuzz.distance import Levenshtein

from tests.generate import document
from tests.verdicts import links_of, verify
from transforms.decode import decode
from transforms.deduplicate import candidates, cut, fingerprint, sift, unique
from transforms.deduplicate.key import key_text
from transforms.deduplicate.likeness import shingles
from transforms.schema import BODY, Block, Collation, Document, Pair, SourceText

FLOORS = Path(__file__).with_name("duplicates.json")
SIMILAR = 0.8
RATES = (0.01, 0.03, 0.05, 0.1)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_TRADITIONAL = OpenCC("s2t")


class Labelled(NamedTuple):
    """A text of the set: made from text ``origin`` in the way that ``kind`` says."""

    kind: str
    origin: int
    text: str


# ---------------------------------------------------------------------------------- the set


def edited(text: str, rate: float, draw: Random, alphabet: str) -> str:
    """Return the text with a share of its code points replaced, doubled or dropped."""
    out = []
    for character in text:
        if character == "\n" or draw.random() >= rate:
            out.append(character)
        elif (edit := draw.randrange(3)) == 0:
            out.append(draw.choice(alphabet))
        elif edit == 1:
            out.append(character + draw.choice(alphabet))
    return "".join(out)


def versions(text: str, origin: int, draw: Random, alphabet: str) -> Iterator[Labelled]:
    """Yield a text and its versions."""
    yield Labelled("original", origin, text)
    for rate in RATES:
        yield Labelled(f"edits {rate:.0%}", origin, edited(text, rate, draw, alphabet))
    parts = [part for part in text.split("\n") if part]
    if "\n" not in text:
        parts = [part + "。" for part in text.split("。") if part.strip()]
    glue = "\n" if "\n" in text else ""
    at = draw.randrange(len(parts))
    if len(parts) > 1:
        yield Labelled("deletion", origin, glue.join(parts[:at] + parts[at + 1 :]))
    new = draw.sample(alphabet, min(20, len(text) // 8 + 1))
    yield Labelled("insertion", origin, glue.join([*parts[:at], "".join(new) + "。", *parts[at:]]))
    moved = parts[:]
    draw.shuffle(moved)
    yield Labelled("reordered", origin, glue.join(moved))
    yield Labelled("truncated", origin, text[: len(text) * 17 // 20])
    yield Labelled("excerpt", origin, text[len(text) // 4 : len(text) * 3 // 4])
    yield Labelled("script", origin, _TRADITIONAL.convert(text))
    yield Labelled("width", origin, text.translate(WIDE))
    yield Labelled("layout", origin, text.replace("\n", "").replace("，", "，\n"))


FORM = (
    "经审查，{place}{company}提交的第{number}号申请材料齐全，符合有关规定，准予其自{date}起开展有关业务，"
    "有效期{years}年，核定金额{amount}万元，请{place}主管部门加强事中事后监管，发现问题及时处理。"
)
WORDS = (
    "水利工程建设项目环境影响评价", "道路旅客运输经营许可延续", "建筑施工企业安全生产条件复核",
    "农作物种子生产经营资质变更", "互联网信息服务备案注销登记", "食品生产许可现场核查整改",
)  # fmt: skip


def forms(origin: int, draw: Random) -> Iterator[Labelled]:
    """Yield template twins of one form, and hard negatives: the same form about other things."""
    for kind, subject in (("template", ""), ("template", ""), *(("negative", w) for w in WORDS)):
        text = FORM.format(
            place=draw.choice(("云南省", "昆明市", "贵州省", "成都市", "武汉市")),
            company=draw.choice(("青山机械公司", "长河水务公司", "明德建材公司")),
            number=draw.randrange(100, 9999),
            date=f"20{draw.randrange(10, 25)}年{draw.randrange(1, 13)}月{draw.randrange(1, 29)}日",
            years=draw.randrange(1, 9),
            amount=draw.randrange(10, 900),
        )
        yield Labelled(
            kind, origin, f"{subject}事项：{subject}{text}{subject}" if subject else text
        )


def labelled(texts: Sequence[str], seed: int) -> list[Labelled]:
    """Return the versions of all texts, and a few forms."""
    draw = Random(f"labelled {seed}")
    alphabet = "".join(sorted({c for text in texts for c in key_text(text)}))
    out = [each for n, text in enumerate(texts) for each in versions(text, n, draw, alphabet)]
    return out + [each for n in range(3) for each in forms(-1 - n, draw)]


def made_up(count: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Return documents and paragraphs of made-up words."""
    made = [document(count * seed + number, 10, "plan") for number in range(count)]
    documents = [each.text for each in made]
    paragraphs = [max(each.paragraphs[2:], key=len) for each in made]
    return documents, paragraphs


def of_corpus(path: Path, count: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Return documents and paragraphs of a corpus (JSON lines), drawn at random."""
    draw = Random(f"corpus {seed}" if seed else "corpus")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    texts = [text for text in draw.sample(texts, 4 * count) if 800 < len(text) < 8000][:count]
    lines = [line for text in texts for line in text.split("\n") if 60 <= len(key_text(line)) < 400]
    return texts, draw.sample(lines, min(count, len(lines)))


# --------------------------------------------------------------------------- truth and finds

Similarity = dict[tuple[int, int], float]


def truth(texts: Sequence[str]) -> tuple[Similarity, Similarity]:
    """Return similarity and containment of all pairs that reach 0.8 and 0.95, exactly."""
    keys = [key_text(source(text).view) for text in texts]
    grams = [shingles(key) for key in keys]
    similar: Similarity = {}
    contained: Similarity = {}
    for one, other in combinations(range(len(keys)), 2):
        common = len(grams[one] & grams[other])
        jaccard = common / (len(grams[one]) + len(grams[other]) - common)
        # A cut-off of 0.8 itself would lose pairs of exactly 0.8.
        edit = Levenshtein.normalized_similarity(keys[one], keys[other], score_cutoff=SIMILAR / 2)
        if max(jaccard, edit) >= SIMILAR:
            similar[one, other] = max(jaccard, edit)
        elif common >= 0.95 * min(len(grams[one]), len(grams[other])):
            contained[one, other] = common / min(len(grams[one]), len(grams[other]))
    return similar, contained


def source(text: str, name: str = "s") -> SourceText:
    found = decode(text.encode(), name)
    assert isinstance(found, SourceText)
    return found


def found(texts: Sequence[str]) -> tuple[list[Pair], set[tuple[int, int]]]:
    """Return the verdicts on texts, each a document of its own, in units of fifty.

    Also the pairs of which one is similar to, or contained in, the other.
    """
    collations = []
    for number, text in enumerate(texts):
        read = source(text, f"{number:06d}")
        size = len(read.text)
        whole = (Document(f"{number:06d}", 0, size, 1.0),)
        collations.append(Collation(read, (Block(0, size, BODY, "test"),), whole))
    units = [
        fingerprint(unit, collations[at : at + 50])
        for unit, at in enumerate(range(0, len(collations), 50))
    ]
    cuts = [cut(unit, 3) for unit in units]
    fetch = units.__getitem__
    pairs = [sift(candidates([parts[number] for parts in cuts], fetch)) for number in range(3)]
    verdicts = verify(unique(pairs), units)
    links = links_of(verdicts, [document for unit in units for document in unit.documents])
    return verdicts, {
        (min(one, other), max(one, other))
        for one, near in enumerate(links)
        for other, link in near.items()
        if link.kind != "shared"
    }


def minhash(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Return the pairs of MinHash LSH as datasketch has it."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=SIMILAR, num_perm=128)
    pairs: set[tuple[int, int]] = set()
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([gram.encode() for gram in shingles(key_text(source(text).view))])
        pairs.update((other, number) for other in index.query(sketch))
        index.insert(number, sketch)
    return pairs


# ---------------------------------------------------------------------------------- measure


def measure(
    items: Sequence[Labelled], oracle: Callable[..., set[tuple[int, int]]] | None = None
) -> dict[str, Any]:
    """Return precision, recall by band of similarity and by kind, and of containment."""
    texts = [item.text for item in items]
    similar, contained = truth(texts)
    verdicts, linked = found(texts)
    by_pair: dict[tuple[int, int], str] = {}
    for pair in (pair for pair in verdicts if pair.grain == "document"):
        one, other = sorted((int(pair.left[0]), int(pair.right[0])))
        at = (one, other)
        if pair.kind != "rejected" and by_pair.get(at, "contained") == "contained":
            by_pair[at] = pair.kind
    near = {at for at, kind in by_pair.items() if kind != "contained"}
    result: dict[str, Any] = {"texts": len(texts), "similar pairs": len(similar)}
    result["precision"] = _share(near, similar)
    for name, low, high in (("0.80 to 0.85", 0.8, 0.85), ("0.85 and more", 0.85, 2)):
        wanted = {at for at, score in similar.items() if low <= score < high}
        result[f"recall, {name}"] = _share(wanted, near)
    kinds: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for one, other in similar:
        if items[one].kind == "original" and items[one].origin == items[other].origin:
            kinds[items[other].kind] += 1
            hits[items[other].kind] += (one, other) in near
    result["recall by kind"] = {kind: round(hits[kind] / kinds[kind], 4) for kind in sorted(kinds)}
    twins = {
        (one, other) for one, other in similar if items[one].kind == items[other].kind == "template"
    }
    result["template twins called so"] = _share(
        twins, {a for a, k in by_pair.items() if k == "template"}
    )
    result["contained pairs"] = len(contained)
    result["recall of containment"] = _share(set(contained), linked)
    if oracle:
        theirs = oracle(texts)
        result["datasketch"] = {
            "precision": _share(theirs, similar), "recall": _share(set(similar), theirs),
        }  # fmt: skip
    return result


class Copied(NamedTuple):
    """Two documents that share a run: of the left one where it stands."""

    left: str
    right: str
    start: int
    end: int


def copied(share: float, count: int, seed: int) -> list[Copied]:
    """Return documents with a run in common that makes a share of each.

    It begins and ends in mid-paragraph, and the right one has no paragraphs at all.
    """
    draw = Random(f"copied {share} {seed}")
    out = []
    for number in range(count):
        left, right, other = (
            document(3 * (count * seed + number) + each, 10, "plan").text for each in range(3)
        )
        size = int(share / (1 - share) * len(left))
        at, here, there = (draw.randrange(len(each)) for each in (other[size:], left, right))
        run = other[at : at + size]
        flat = (right[:there] + run + right[there:]).replace("\n", "")
        out.append(Copied(left[:here] + run + left[here:], flat, here, here + len(run)))
    return out


def measure_runs(pairs: Sequence[Copied]) -> dict[str, float]:
    """Return how many of the runs are found, and how many to five characters on either side."""
    verdicts, _ = found([text for pair in pairs for text in pair[:2]])
    hits = exact = 0
    for number, pair in enumerate(pairs):
        spans = [
            verdict.left[1:]
            for verdict in verdicts
            if verdict.grain == "run" and int(verdict.left[0]) == 2 * number
        ]
        hits += any(min(end, pair.end) > max(start, pair.start) for start, end in spans)
        exact += any(
            abs(start - pair.start) <= 5 and abs(end - pair.end) <= 5 for start, end in spans
        )
    return {"found": round(hits / len(pairs), 4), "to 5 characters": round(exact / len(pairs), 4)}


def _share(wanted: Collection[tuple[int, int]], among: Container[tuple[int, int]]) -> float:
    return round(sum(each in among for each in wanted) / len(wanted), 4) if wanted else 1.0


def main(corpus: Path | None, seed: int, keep: bool) -> None:
    """Print the table; ``keep`` writes it beside this file."""
    documents, paragraphs = of_corpus(corpus, 40, seed) if corpus else made_up(40, seed)
    try:
        import datasketch  # noqa: F401

        oracle = minhash
    except ImportError:
        oracle = None
    results = {
        "documents": measure(labelled(documents, 2 * seed + 1), oracle),
        "paragraphs": measure(labelled(paragraphs, 2 * seed + 2), oracle),
        "runs": {
            f"{share:.0%} of each document": measure_runs(copied(share, 60, seed))
            for share in (0.05, 0.1, 0.15, 0.3)
        },
    }
    print(json.dumps(results, ensure_ascii=False, indent=1))
    if keep:
        known = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
        known["laws" if corpus else "made up"] = results
        FLOORS.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    main(given.corpus, given.seed, given.keep)
