"""datatrove's four steps of MinHash deduplication, over character 5-grams."""

import sys
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import minhash
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.hashing import HashConfig
from datatrove.utils.word_tokenizers import WordTokenizer

BANDS, ROWS = 16, 8  # 128 permutations; half of the pairs of Jaccard 0.71 share a band


class Characters(WordTokenizer):
    """Its own tokenisers cut words; the others compare characters."""

    def word_tokenize(self, text: str) -> list[str]:
        return list(text)

    def sent_tokenize(self, text: str) -> list[str]:
        return [text]

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


def main(rows: str, out: str, workers: int) -> None:
    minhash.load_word_tokenizer = lambda language: Characters()
    config = minhash.MinhashConfig(5, BANDS, ROWS, hash_config=HashConfig(precision=64))
    lines = Path(rows).read_text("utf-8").splitlines(keepends=True)
    Path(out, "in").mkdir(parents=True)
    for part in range(workers):  # a task reads a file
        Path(out, f"in/{part}.jsonl").write_text("".join(lines[part::workers]), "utf-8")
    reader = JsonlReader(f"{out}/in")
    signatures, buckets, remove = f"{out}/signatures", f"{out}/buckets", f"{out}/remove"
    steps = [
        (workers, [reader, minhash.MinhashDedupSignature(signatures, config)]),
        (BANDS, [minhash.MinhashDedupBuckets(signatures, buckets, config=config)]),
        (1, [minhash.MinhashDedupCluster(buckets, remove, config=config)]),
        (workers, [reader, minhash.MinhashDedupFilter(remove), JsonlWriter(f"{out}/kept")]),
    ]
    for number, (tasks, steps_of) in enumerate(steps):
        LocalPipelineExecutor(
            steps_of, tasks=tasks, workers=workers, logging_dir=f"{out}/logs/{number}"
        ).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
