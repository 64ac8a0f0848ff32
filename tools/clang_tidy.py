#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over every .cpp below src/ (or over the files named), one process a core.

A file that passed is not looked at again until it, a header that it includes, the configuration or
the tool changes: the key of each file's verdict is a hash over all of them.
"""
import argparse
import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import includes  # noqa: E402
import tidy  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
# GCC's own warning names, and clang's opinion on what GCC compiles, are not this check's business.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-everything"]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--tool", default="clang-tidy-16")
    options.add_argument("--build", type=Path, default=ROOT / "build/release")
    options.add_argument("--fresh", action="store_true", help="forget earlier verdicts")
    options.add_argument("files", nargs="*")
    chosen = options.parse_args()
    tree = {p: tidy.read(ROOT / p) for p in tidy.tree(ROOT) if p.endswith(tidy.CPP)}
    files = chosen.files or [p for p in tree if p.startswith("src/") and p.endswith(".cpp")]
    passed = ROOT / "build/clang-tidy-passed"
    passed.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([chosen.tool, "--version"], capture_output=True, text=True).stdout
    configuration = (ROOT / ".clang-tidy", chosen.build / "CMakeCache.txt")
    common = version + "".join(path.read_text() for path in configuration)

    def one(path):
        mark = passed / hashlib.sha256((common + path + closure(path, tree)).encode()).hexdigest()
        if mark.exists() and not chosen.fresh:
            return 0
        began = time.monotonic()
        done = subprocess.run([chosen.tool, "-p", str(chosen.build), "--quiet", *EXTRA, path],
                              cwd=ROOT, capture_output=True, text=True)
        print(f"clang-tidy: {time.monotonic() - began:5.1f} s  {path}", file=sys.stderr)
        if done.returncode == 0:
            mark.touch()
        else:
            print(done.stdout or done.stderr)
        return done.returncode

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        codes = list(pool.map(one, files))
    bad = sum(code != 0 for code in codes)
    print(f"clang-tidy: {bad} of {len(files)} files with findings", file=sys.stderr)
    return 1 if bad else 0


def closure(path, tree):
    """The text of a file and of every file of ours that it includes, in a fixed order."""
    seen = {}
    waiting = [path]
    while waiting:
        here = waiting.pop()
        if here in seen or here not in tree:
            continue
        seen[here] = tree[here]
        waiting += ["src/" + name for _, form, name in includes.includes_of(tree[here])
                    if form == '"']
    return "".join(name + "\0" + seen[name] for name in sorted(seen))


if __name__ == "__main__":
    sys.exit(main())
