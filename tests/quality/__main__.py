"""``python -m tests.quality``: print every metric beside its floor, and the worst cases."""

from __future__ import annotations

import json
import sys

from tests.quality.measure import HERE, SOURCES, metrics_of, records_of


def main(show: int) -> None:
    """Print the table; ``show`` cases under each metric that is not perfect."""
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))
    for metric in metrics_of(records_of(SOURCES)):
        value = f"{metric.value:.0f}" if metric.is_count else f"{metric.value:.5f}"
        print(f"{metric.name:22} {value:>9}  floor {floors[metric.name]}")
        for case in metric.worst[:show]:
            print(f"    {case}")
        if len(metric.worst) > show:
            print(f"    … and {len(metric.worst) - show} more")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
