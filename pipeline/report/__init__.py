"""The report: one self-contained page that shows what a run did, made of its output alone.

``gather`` reads the output folder into a ``Report`` (sums, samples, ranks), ``page`` turns it into
HTML. No clock, no host: the same output gives the same page.
"""

from __future__ import annotations

from pipeline.report import gather, page
from transforms.write import write_file

NAME = "report.html"


def write(out: str) -> int:
    """Write ``report.html`` into an output folder (or URL); return its size in bytes.

    Raises output.Broken where there is no output of ours.
    """
    return write_file(out, NAME, page.page(gather.gather(out)), 0).bytes
