"""A script around datasketch, as its documentation shows it; signatures by several processes."""

import json
import sys
from multiprocessing import Pool
from pathlib import Path

from datasketch import MinHash, MinHashLSH


def signature(line: str) -> tuple[str, MinHash]:
    row = json.loads(line)
    text = "".join(row["text"].split())
    sketch = MinHash(num_perm=128)
    sketch.update_batch({text[at : at + 5].encode() for at in range(max(1, len(text) - 4))})
    return row["id"], sketch


def main(rows: str, out: str, workers: int) -> None:
    index = MinHashLSH(threshold=0.8, num_perm=128)
    kept = []
    with Path(rows).open(encoding="utf-8") as lines, Pool(workers) as pool:
        for name, sketch in pool.imap(signature, lines, chunksize=16):
            if not index.query(sketch):
                index.insert(name, sketch)
                kept.append(name)
    Path(out).write_text("\n".join(kept))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
