#!/usr/bin/env python3
"""What a user would take instead of racilint, in turns with it on the same files.

    python3 -m venv target/peers
    target/peers/bin/pip install taplo==0.9.3 tombi==1.9.6 check-jsonschema==0.39.0 networkx==3.6.1
    cargo build --release -p racilint -p racilint-yardstick
    crates/racilint-yardstick/peers/compare.py --count 200

Each peer takes turns with racilint: A B A B. Printed is the ratio of processor time (user and system) pair
by pair, its least, median and greatest: such a ratio holds on a busy machine, where a time does not.
"""

import argparse
import os
import resource
import statistics
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def processor_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if run.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {run.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="engagements of 60 workstreams")
    parser.add_argument("--rounds", type=int, default=3)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    parser.add_argument("--racilint", default=str(target / "racilint"))
    parser.add_argument("--yardstick", default=str(target / "yardstick"))
    parser.add_argument("--bin", default=str(ROOT / "target/peers/bin"), help="where the peers are")
    parser.add_argument("--without-hours", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--without-hours", "--without-absences"] if args.without_hours else []
        subprocess.run([args.yardstick, "portfolio", folder, str(args.count), "60", *options], check=True)
        files = sorted(str(path) for path in Path(folder).glob("*.raci.toml"))
        schema = ROOT / "schemas/engagement.schema.json"
        # tombi finds a schema by its configuration, taplo by an option.
        (Path(folder) / "tombi.toml").write_text(f'[[schemas]]\npath = "{schema}"\ninclude = ["*.raci.toml"]\n')
        peers = {
            "taplo lint --schema": [f"{args.bin}/taplo", "lint", "--schema", f"file://{schema}", *files],
            "tombi lint": [f"{args.bin}/tombi", "lint", "--offline", "--quiet", *files],
            "check-jsonschema": [f"{args.bin}/check-jsonschema", "--schemafile", str(schema), *files],
            "Python, six rules": [f"{args.bin}/python", str(Path(__file__).with_name("six_rules.py")), *files],
        }
        os.chdir(folder)
        own = [args.racilint, "check", "--no-config", "--threads", "1", "--as-of", "2026-11-21", folder]
        processor_time(own)
        for name, command in peers.items():
            ratios, times = [], []
            for _ in range(args.rounds):
                mine = processor_time(own)
                theirs = processor_time(command)
                times.append((mine, theirs))
                ratios.append(theirs / mine)
            mine, theirs = (statistics.median(column) for column in zip(*times))
            print(
                f"{name:22} {theirs:8.2f} s to {mine:6.2f} s; ratio {statistics.median(ratios):7.2f}"
                f" ({min(ratios):.2f} to {max(ratios):.2f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
