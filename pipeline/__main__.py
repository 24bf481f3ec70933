"""The command line: argv -> Config -> run -> exit code."""

from __future__ import annotations

import argparse
import io
import logging
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from pipeline import commands as look
from pipeline.config import (
    BUG,
    DONE,
    INTERRUPTED,
    NOT_VERIFIED,
    OUTPUT_REFUSED,
    USAGE,
    Config,
    Stop,
    flags,
    suggestion,
)
from pipeline.workers import lighten

DESCRIPTION = (
    "Clean messy Chinese source files: one record a document, with a note of every change."
)
EXAMPLES = """\
examples:
  jiaokan run --input raw --output out          clean the files of a folder
  jiaokan run --input books --output try --limit 20     try a sample first
  jiaokan run --input 'a/*.txt' b.txt.gz --output out   globs, files, .gz
  jiaokan run --input new --output next --against out   also compare with what is there
  jiaokan run --input a --output b -- --runner FlinkRunner   Beam's own flags after --
  jiaokan verify out --raw raw                  prove that nothing is lost
  jiaokan restore out sources                   write the source files back
  jiaokan report out                            write the page to look at, out/report.html
  jiaokan show out --removed --sample 50        what was removed, and why
  jiaokan explain out raw.txt:1200              where a character came from, what became of it
  jiaokan publish out --to set --name 'My set' --license cc-by-4.0   a dataset to upload

exit codes: 0 done, 1 our bug, 2 usage, 3 no input, 4 too many files failed,
5 output refused, 6 verification failed, 130 interrupted
"""


class Parser(argparse.ArgumentParser):
    """A strict parser that suggests what was meant."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options
        )

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message)
        unknown = re.search(r"unrecognized arguments: (\S+)", message)
        hint = ""
        if choice:
            hint = suggestion(choice[1], re.split(r"[', ]+", choice[2]))
        elif unknown:
            hint = suggestion(
                unknown[1].split("=")[0], [name for names, _ in flags() for name in names]
            )
            message = f"unknown argument {unknown[1]}"
        raise Stop(USAGE, f"{message}{hint} ({self.prog} --help lists all)")


def parser() -> Parser:
    """Return the parser of all commands."""
    top = Parser(prog="jiaokan", description=DESCRIPTION, epilog=EXAMPLES)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    run = commands.add_parser(
        "run", help="clean files into a folder", description=DESCRIPTION, epilog=EXAMPLES
    )
    for names, options in flags():
        run.add_argument(*names, **options)
    verify = commands.add_parser("verify", help="prove that an output holds every source whole")
    verify.add_argument("out", help="folder that run wrote")
    verify.add_argument(
        "--raw", nargs="+", default=(), metavar="PATH", help="compare with these inputs, too"
    )
    restore = commands.add_parser("restore", help="write the sources back from an output")
    restore.add_argument("out", help="folder that run wrote")
    restore.add_argument("folder", help="folder to write the sources to")
    report = commands.add_parser("report", help="write report.html, the page to look at")
    report.add_argument("out", help="folder that run wrote")
    look.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; nothing but a SystemExit of --help gets out."""
    began = time.perf_counter()
    words = list(sys.argv[1:] if argv is None else argv)
    cut = words.index("--") if "--" in words else len(words)
    verbose = False
    if argv is None:
        lighten()
    _prepare_process()
    try:
        if not words:
            parser().print_help(sys.stderr)
            return USAGE
        chosen = parser().parse_args(words[:cut])
        verbose = getattr(chosen, "verbose", False)
        return _dispatch(chosen, words[cut + 1 :], began)
    except Stop as stop:
        print(f"jiaokan: {stop}", file=sys.stderr)
        if verbose:
            traceback.print_exc()
        return stop.code
    except BrokenPipeError:  # whoever read our summary has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("jiaokan: interrupted; run again to go on from there", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:  # our bug, or Beam's: whoever runs this gets one line, we the rest
        log = Path(tempfile.mkdtemp(prefix="jiaokan-")) / "error.log"
        log.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
        first = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        print(f"jiaokan: a bug of ours: {first}; please report it with {log}", file=sys.stderr)
        if verbose:
            traceback.print_exc()
        return BUG


def _dispatch(chosen: argparse.Namespace, beam_flags: Sequence[str], began: float) -> int:
    """Run a command; its modules are imported here, so that --help is quick."""
    logging.basicConfig(
        level=logging.WARNING if getattr(chosen, "verbose", 0) else logging.CRITICAL
    )
    if chosen.command == "run":
        from pipeline.run import run

        values = {field.name: getattr(chosen, field.name) for field in fields(Config)}
        return run(Config(**values | {"input": tuple(chosen.input)}), beam_flags, began)
    if beam_flags:
        raise Stop(USAGE, f"{chosen.command} takes no flags of Beam's")
    if chosen.command in look.NAMES:
        return look.run(chosen)
    from pipeline import verify

    if chosen.command == "verify":
        problems = verify.verify(chosen.out, tuple(chosen.raw))
        for problem in problems:
            print(problem)
        if problems:
            print(f"{chosen.out}: {len(problems)} problems")
            return NOT_VERIFIED
        for line in verify.unread(chosen.out):
            print(f"not kept: {line}")
        print(f"{chosen.out}: all is there")
        return DONE
    if chosen.command == "report":
        from pipeline import report

        try:
            size = report.write(chosen.out)
        except verify.Broken as error:
            raise Stop(NOT_VERIFIED, f"{chosen.out} cannot be shown: {error}") from error
        except OSError as error:
            raise Stop(
                OUTPUT_REFUSED, f"cannot write {chosen.out}/{report.NAME} ({error.strerror})"
            ) from error
        print(f"{chosen.out}/{report.NAME}: {size / 1e6:.1f} MB, open it in a browser")
        return DONE
    try:
        count = verify.restore(chosen.out, chosen.folder)
    except verify.Broken as error:
        raise Stop(NOT_VERIFIED, f"{chosen.out} cannot be restored: {error}") from error
    print(f"{count:,} sources are in {chosen.folder}")
    return DONE


def _prepare_process() -> None:
    """Let SIGTERM end a run as ctrl-C does, and let no name or text fail for want of a glyph."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
