#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""clang-format over the C++ files: checks, or formats with --fix.

Versions of clang-format differ in small things, so the check binds only under the version that
Debian 12 has; others are told so and pass.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import tidy  # noqa: E402

VERSION = "14"
ROOT = Path(__file__).resolve().parent.parent


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--fix", action="store_true")
    options.add_argument("--staged", action="store_true", help="staged files only")
    chosen = options.parse_args()
    try:
        said = subprocess.run(["clang-format", "--version"], capture_output=True, text=True).stdout
    except FileNotFoundError:
        print("format: no clang-format (./dev setup lint); not checked", file=sys.stderr)
        return 0
    version = re.search(r"version (\d+)", said)
    if not chosen.fix and (version is None or version.group(1) != VERSION):
        print(f"format: {said.strip()}, the check is for {VERSION}; not checked", file=sys.stderr)
        return 0
    files = [path for path in tidy.tree(ROOT) if path.endswith(tidy.CPP)]
    if chosen.staged:
        staged = set(tidy.git(ROOT, "diff", "--cached", "--name-only", "-z"))
        files = [path for path in files if path in staged]
    if not files:
        return 0
    how = ["-i"] if chosen.fix else ["--dry-run", "-Werror", "--ferror-limit=1"]
    code = subprocess.run(["clang-format", *how, *files], cwd=ROOT).returncode
    if code != 0:
        print("format: ./dev tidy --fix, or clang-format -i on these files", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
