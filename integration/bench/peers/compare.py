#!/usr/bin/env python3
"""Compares what an invoice costs with other makers of PDF, in one run on one machine.

    cargo bench-all --only peers      # installs the others, and runs this

By hand, with the program that `cargo bench -p pdf-worker --bench figures --no-run` names and the
packages of requirements.txt: `compare.py <the program> [--modules <node_modules with pdfkit>]`.

Each maker is a process of its own that makes N distinct invoices. What one costs is the processor
time of N less that of none, so that starting up does not count: the median of some rounds, in which
the makers take turns. All embed the same fonts. Nobody but us
makes PDF/A, tags, a code to pay by and an e-invoice: the others only place the same text. Makers
that are not installed are left out of the table, and named.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
# (lines, invoices): so many that they outweigh starting up; the slow ones make fewer.
COUNTS = {5: 200, 100: 40}
ROUNDS = 3


def processor_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Of the process and all of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def makers(program: Path, modules: Path | None) -> dict[str, tuple[list[str], int]]:
    """Commands that take a folder, lines and a count; and by how much their count is divided."""
    found = {"pdf-worker": ([str(program), "render"], 1)}
    for name, divisor in [("reportlab", 1), ("weasyprint", 5)]:
        has_it = subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True)
        if has_it.returncode == 0:
            found[name] = ([sys.executable, str(HERE / "maker.py"), name], divisor)
    if modules and (modules / "pdfkit").exists() and shutil.which("node"):
        found["pdfkit"] = (["node", str(HERE / "pdfkit.cjs")], 4)
    if shutil.which("chromium"):
        found["chromium"] = ([sys.executable, str(HERE / "maker.py"), "chromium"], 50)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--modules", type=Path, help="the node_modules with pdfkit")
    parser.add_argument("--json", action="store_true", help="print an object, in milliseconds")
    arguments = parser.parse_args()
    environment = dict(os.environ)
    if arguments.modules:
        environment["NODE_PATH"] = str(arguments.modules)

    found = makers(arguments.program, arguments.modules)
    costs: dict[str, dict[int, float]] = {name: {} for name in found}
    with tempfile.TemporaryDirectory() as folder:
        for lines, count in COUNTS.items():
            subprocess.run([arguments.program, "events", folder, str(lines), str(count)],
                           check=True)
        for lines, most in COUNTS.items():
            rounds: dict[str, list[float]] = {name: [] for name in found}
            for name, (command, divisor) in [*found.items()] * ROUNDS:
                count = max(2, most // divisor)
                place = [] if name == "pdf-worker" else [folder]

                def cost(documents: int) -> float:
                    full = [*command, *place, str(lines), str(documents)]
                    return processor_seconds(full, environment)

                rounds[name].append((cost(count) - cost(0)) / count * 1_000)
            for name, measured in rounds.items():
                costs[name][lines] = median(measured)

    missing = sorted({"reportlab", "weasyprint", "pdfkit", "chromium"} - found.keys())
    if arguments.json:
        measured = [{"name": name, "fiveLines": cost[5], "hundredLines": cost[100]}
                   for name, cost in costs.items()]
        print(json.dumps({"makers": measured, "missing": missing}))
        return
    own = costs["pdf-worker"]
    print(f"{date.today()}, {os.cpu_count()} cores, {platform.machine()}, "
          f"load {os.getloadavg()[0]:.1f}\n")
    print("| maker | 5 lines | ratio | 100 lines | ratio |\n|---|---|---|---|---|")
    for name, cost in costs.items():
        cells = [f"{cost[lines]:.1f} ms | {cost[lines] / own[lines]:.1f} ×" for lines in COUNTS]
        print(f"| {name} | {' | '.join(cells)} |")
    if missing:
        print(f"\nNot installed: {', '.join(missing)}.")


if __name__ == "__main__":
    main()
