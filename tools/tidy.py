#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house rules as a test: each finding is `file:line: what, and what to do instead`.

    tools/tidy.py [--staged] [--root DIR]

Starts at zero findings and stays there. A rule that does not help a reader is changed here and in
docs/STYLE.md; code is not bent around it. Includes are checked by includes.py.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import cpp_text  # noqa: E402
import includes  # noqa: E402

LINE_MAX = 100
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 600
PARAMETERS_MAX = 5
# (path, function) → why it may be longer. Empty, and to be kept so.
LONG_FUNCTIONS = {}

CPP = (".h", ".cpp")
SCRIPT = (".py", ".sh", ".js", ".mjs")
SPDX = "SPDX-License-Identifier: Apache-2.0"
MONEY_ROOMS = r"src/(domain|usecases|storage|provider_api|casino_api|sandbox|db)/"
CODE = r"(src|tests|bench)/"
IN_SRC = r"src/"

# What stands in code, with comments and literals blanked: (where, not where, pattern, say instead).
BANNED = (
    (MONEY_ROOMS, None, r"\b(double|float)\b",
     "no binary floating point near money: use domain/money.h or whole numbers"),
    (CODE, r"src/base/clock\.cpp", r"\bsystem_clock::now\b",
     "time comes from base::Loop::now(), or from base::system_now() at the edge"),
    (CODE, r"(src/(base/(clock|log)\.(h|cpp)|app/.*|net/.*|main\.cpp)|tests/.*|bench/.*)",
     r"\bsystem_now\s*\(", "ask the Loop for now(), so that the simulator owns time"),
    (CODE, None, r"\bs?rand\s*\(", "use base/random.h: seeded in tests, the system's elsewhere"),
    (CODE, r"src/base/random\.cpp", r"\bstd::(random_device|default_random_engine)\b",
     "use base/random.h, so that one seed explains a run"),
    (IN_SRC, r"src/(app/.*|main\.cpp)", r"\bstd::cout\b",
     "only the command line prints: use base/log.h"),
    (IN_SRC, None, r"\bdefault\s*:(?!:)",
     "no default in a switch: name every case, and -Wswitch reports the next one"),
    (CODE, None, r"(?<!operator )\bnew\b(?!\s*\()(?=\s*[\w:(])",
     "no naked new: use std::make_unique or a value"),
    (r"(src|tests|bench)/.*\.h$", None, r"\busing\s+namespace\b",
     "no using namespace in a header: it leaks into every includer"),
    (IN_SRC, None, r"\bpragma\s+GCC\s+optimize\b", "flags belong in cmake/options.cmake"),
)
# Built from parts, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME")) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.~}])/(?:work|root|home/\w+|tmp/bash\w*)(?:/|\b)(?!\.{3})")
REGISTRY = re.compile(r'"resolved"\s*:')
TEXT = CPP + SCRIPT + (".md", ".txt", ".cmake", ".json", ".toml", ".html", ".css", ".sql", ".yml")
TEXT_NAMES = {"dev", "run", "pre-commit", ".clang-tidy", ".clang-format", ".clangd", ".gitignore"}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--staged", action="store_true", help="text rules for staged files only")
    options.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    chosen = options.parse_args()
    paths = tree(chosen.root)
    files = {path: read(chosen.root / path) for path in paths}
    only = set(git(chosen.root, "diff", "--cached", "--name-only", "-z")) if chosen.staged else None
    found = findings(files)
    if only is not None:  # a header may be committed before its first user
        found = [f for f in found if f[0] in only and not f[2].startswith(includes.DEAD)]
    for path, line, message in found:
        print(f"{path}:{line}: {message}")
    checked = len(files) if only is None else len(only & set(files))
    print(f"tidy: {len(found)} findings in {checked} files", file=sys.stderr)
    return 1 if found else 0


def findings(files):
    """files: path → text. The one entrance, for the command line and for the self-test."""
    found = set(includes.check(files))
    for path, text in files.items():
        found.update(check_text(path, text))
        if path.endswith(CPP):
            found.update(check_cpp(path, text))
        if path.endswith(".md"):
            found.update(check_markdown(path, text, files))
    return sorted(found)


def tree(root):
    """Paths of the project's text files: what git knows or would add, else what lies there."""
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if not listed:
        skipped = {".git", "build", "node_modules", "__pycache__", ".cache", "demo-data"}
        listed = [str(p.relative_to(root)) for p in root.rglob("*")
                  if p.is_file() and not skipped & set(p.relative_to(root).parts)]
    return sorted(p for p in set(listed) if is_text(p) and (root / p).is_file())


def is_text(path):
    # Corpora of the fuzzers and recorded bytes are data, not prose or code.
    if re.match(r"tests/(fuzz/corpus|conformance|data)/", path):
        return False
    return path.endswith(TEXT) or path.rsplit("/", 1)[-1] in TEXT_NAMES


def git(root, *arguments):
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        return []
    return done.stdout.split("\0")[:-1] if done.returncode == 0 else []


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def check_text(path, text):
    lines = text.split("\n")
    is_code = path.endswith(CPP + SCRIPT + (".cmake", ".sql")) or "." not in path.split("/")[-1] \
        or path.endswith("CMakeLists.txt")
    for number, line in enumerate(lines, 1):
        if is_code and len(line) > LINE_MAX:
            yield path, number, f"{len(line)} columns: break the line at {LINE_MAX}"
        if is_code and UNFINISHED.search(line):
            yield path, number, "finish it, or say why not in an issue and in words here"
        if MACHINE_PATH.search(line):
            yield path, number, "a path of one machine: make it relative to the checkout"
        if path.endswith("lock.json") and REGISTRY.search(line):
            yield path, number, ("a registry's host: put omit-lockfile-registry-resolved=true "
                                 "in .npmrc and lock anew")
    if is_code and len(lines) - 1 > FILE_LINES_MAX:
        yield path, FILE_LINES_MAX, f"{len(lines) - 1} lines: split the file (at most " \
            f"{FILE_LINES_MAX}, better 300)"
    if path.endswith(SCRIPT) and not any(SPDX in line for line in lines[:2]):
        yield path, 1, f"say {SPDX} in the first line (second after #!)"
    if text and not text.endswith("\n"):
        yield path, len(lines), "end the file with a newline"


def check_cpp(path, text):
    lines = text.split("\n")
    if lines[0] != f"// {SPDX}":
        yield path, 1, f"first line: // {SPDX}"
    if path.endswith(".h"):
        if not (len(lines) > 1 and lines[1].startswith("//")):
            yield path, 2, "second line: what this header is for, and why"
        if "#pragma once" not in lines:
            yield path, 1, "a header has #pragma once"
    code = cpp_text.blank(text)
    for where, except_where, pattern, instead in BANNED:
        if not re.match(where, path) or (except_where and re.fullmatch(except_where, path)):
            continue
        for match in re.finditer(pattern, code):
            line = code.count("\n", 0, match.start()) + 1
            yield path, line, f"{match.group().strip()}: {instead}"
    for function in cpp_text.functions(code):
        if function.lines > FUNCTION_LINES_MAX and (path, function.name) not in LONG_FUNCTIONS:
            yield path, function.line, (f"{function.name} has {function.lines} lines: split it "
                                        f"(at most {FUNCTION_LINES_MAX})")
        if function.parameters > PARAMETERS_MAX:
            yield path, function.line, (f"{function.name} takes {function.parameters} parameters: "
                                        f"group them in a struct (at most {PARAMETERS_MAX})")


def check_markdown(path, text, files):
    titles = 0
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        if line.startswith("# "):
            titles += 1
            if titles == 2:
                yield path, number, "a second title: one # a file, ## for sections"
        for target in re.findall(r"\]\(([^)\s#]+)", line):
            if "://" not in target and not target.startswith("mailto:") \
                    and not exists(path, target, files):
                yield path, number, f"broken link: {target}"
    if titles == 0:
        yield path, 1, "no title: begin with one # line"


def exists(path, target, files):
    parts = path.split("/")[:-1]
    for step in target.rstrip("/").split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    wanted = "/".join(parts)
    # Names that git does not list as text (LICENSE, folders) count when something lies there.
    return wanted in files or any(p.startswith(wanted + "/") for p in files) or wanted == "LICENSE"


if __name__ == "__main__":
    sys.exit(main())
