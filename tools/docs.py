#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reference pages that the program writes about itself.

    tools/docs.py PROGRAM           writes them
    tools/docs.py --check PROGRAM   a page that differs from what the program says is a finding

A new page is one line in PAGES.
"""
import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# page → arguments whose standard output is the page
PAGES = {
    "docs/reference/config.md": ["config", "reference"],
}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--check", action="store_true")
    options.add_argument("program")
    chosen = options.parse_args()
    drifted = 0
    for page, arguments in PAGES.items():
        text = subprocess.run([chosen.program, *arguments], check=True, capture_output=True,
                              text=True, timeout=60).stdout
        target = ROOT / page
        if not chosen.check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            print(f"{page}:1: not what the program says: ./dev docs")
            drifted += 1
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
