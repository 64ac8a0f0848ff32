# SPDX-License-Identifier: Apache-2.0
"""Who may include whom. The rooms and their edges are read from src/CMakeLists.txt, so that the
linker and this check can never tell different stories; the levels below say that every edge goes
strictly downwards. Used by tidy.py; there is no allow-list.
"""
import re

from cpp_text import blank

LEVELS = {"base": 0, "domain": 1, "crypto": 1, "db": 1, "net": 2, "usecases": 3, "storage": 4,
          "provider_api": 4, "casino_api": 4, "sandbox": 4, "app": 5}
# The sandbox is an independent witness: of the hub's domain it shares the notation of money only.
SANDBOX_DOMAIN = {"domain/money.h", "domain/currency.h"}
BOOST_HOMES = re.compile(r"src/(net/.+|base/json\w*)\.cpp")
ASIO = re.compile(r"boost/(asio|beast)\b")
ASIO_FILES_MAX = 7
# The auditor of the simulation keeps books of its own; with ours it would repeat our mistakes.
AUDITOR = re.compile(r"tests/sim/auditor")
AUDITOR_BANS = {"domain/ledger.h", "domain/invariants.h"}
DEAD = "dead file"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def check(files):
    """files: path → text of the whole tree. Yields (path, line, message)."""
    sources = {path: text for path, text in files.items()
               if path.endswith((".h", ".cpp")) and path.startswith(("src/", "tests/", "bench/"))}
    reach = yield from _reach(files.get("src/CMakeLists.txt", ""))
    graph = {}
    asio = []
    for path, text in sorted(sources.items()):
        includes = includes_of(text)
        graph[path] = []
        yield from _check_own_header(path, includes, sources)
        for line, form, name in includes:
            if form == "<":
                yield from _check_library(path, line, name)
                if path.startswith("src/") and ASIO.match(name) and path not in asio:
                    asio.append(path)
                continue
            target = _resolve(name, path, sources)
            if target is None:
                yield path, line, f'"{name}" is no path from src: write "room/file.h"'
                continue
            graph[path].append((line, target))
            yield from _check_room(path, line, name, target, reach)
    for path in asio[ASIO_FILES_MAX:]:
        yield path, 1, (f"file number {asio.index(path) + 1} with Asio or Beast (at most "
                        f"{ASIO_FILES_MAX}): use net/http.h or base/loop.h")
    yield from _check_cycles(graph)
    yield from _check_dead(graph)


def _reach(cmake):
    """room → rooms that it may include, from the croupier_room lines."""
    depends = {}
    for call in re.finditer(r"croupier_room\((\w+)([^)]*)\)", cmake):
        name, rest = call.groups()
        line = cmake.count("\n", 0, call.start()) + 1
        listed = re.search(r"DEPENDS([^A-Z]*)", rest)
        depends[name] = listed.group(1).split() if listed else []
        if name not in LEVELS:
            yield "src/CMakeLists.txt", line, f"room {name} has no level: add it to LEVELS"
        for other in depends[name]:
            if LEVELS.get(other, 99) >= LEVELS.get(name, -1):
                yield "src/CMakeLists.txt", line, f"{name} depends on {other}, not below it"
    reach = {}

    def closure(room):
        if room not in reach:
            reach[room] = set()  # also ends a cycle, which was reported above
            for other in depends.get(room, []):
                reach[room] |= {other} | closure(other)
        return reach[room]

    for room in depends:
        closure(room)
    return reach


def includes_of(text):
    # Blanked text tells real lines from commented ones, the original still has the quoted name.
    code = blank(text)
    return [(text.count("\n", 0, m.start()) + 1, m.group(1), m.group(2))
            for m in INCLUDE.finditer(text) if "include" in code[m.start():m.end()]]


def _resolve(name, path, sources):
    roots = ["src/"] if path.startswith("src/") else ["src/", "tests/", "bench/"]
    return next((root + name for root in roots if root + name in sources), None)


def _check_own_header(path, includes, sources):
    own = path[:-4] + ".h"
    if not path.endswith(".cpp") or own not in sources:
        return
    name = own.split("/", 1)[1]
    if not includes or includes[0][2] != name:
        line = includes[0][0] if includes else 1
        yield path, line, f'include "{name}" first: so the header proves that it stands alone'


def _check_library(path, line, name):
    if not path.startswith("src/") or not name.startswith("boost/"):
        return
    if not BOOST_HOMES.fullmatch(path):
        yield path, line, f"<{name}>: Boost ends at net; use base/loop.h, base/json.h or net/http.h"
    elif path.startswith("src/base/") and not name.startswith("boost/json"):
        yield path, line, f"<{name}>: base uses Boost.JSON only"


def _check_room(path, line, name, target, reach):
    if AUDITOR.match(path) and name in AUDITOR_BANS:
        yield path, line, f'"{name}": the auditor keeps its own books'
    if not path.startswith("src/"):
        return
    parts = path.split("/")
    room, other = parts[1], target.split("/")[1]
    if len(parts) < 3 or room == other:
        return  # src/main.cpp, or one's own room
    if room not in LEVELS:
        yield path, line, f"room {room} has no level: add it to LEVELS and to src/CMakeLists.txt"
    elif other not in reach.get(room, set()):
        yield path, line, (f'"{name}": {room} (L{LEVELS[room]}) may not include {other} '
                           f"(L{LEVELS.get(other, '?')}); meet in a room below both")
    elif room == "sandbox" and other == "domain" and name not in SANDBOX_DOMAIN:
        yield path, line, f'"{name}": of domain, the sandbox shares money.h and currency.h only'


def _check_cycles(graph):
    state = {}  # path → 1 while open, 2 when done
    for start in sorted(graph):
        stack = [(start, iter(graph[start]))]
        if state.setdefault(start, 1) == 2:
            continue
        while stack:
            path, edges = stack[-1]
            step = next(edges, None)
            if step is None:
                state[path] = 2
                stack.pop()
            elif state.get(step[1]) == 1:
                chain = [p for p, _ in stack]
                loop = chain[chain.index(step[1]):] + [step[1]]
                yield path, step[0], "include cycle: " + " → ".join(loop)
            elif step[1] not in state:
                state[step[1]] = 1
                stack.append((step[1], iter(graph[step[1]])))


def _check_dead(graph):
    used = {target for path, edges in graph.items() for _, target in edges
            if path[:-4] != target[:-2]}  # its own .cpp is no user
    for path in sorted(graph):
        if path.endswith(".h") and path not in used:
            yield path, 1, f"{DEAD}: nobody includes this header; use it or delete it"
