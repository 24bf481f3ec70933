"""text-dedup's MinHash; it cuts at white space, so its column has a space between characters."""

import subprocess
import sys


def main(rows: str, out: str, workers: str) -> None:
    subprocess.run(
        [
            sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files", rows,
            "--split", "train", "--column", "spaced", "--output", out,
            "--cache_dir", f"{out}.cache", "--ngram", "5", "--num_perm", "128",
            "--threshold", "0.8", "--min_length", "1",
            "--hash_func", "xxh3", "--num_proc", workers,
        ],
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
