#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds tidy.py a good tree and one bad tree a rule: the good one is silent, each rule fires."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import cpp_text  # noqa: E402
import tidy  # noqa: E402

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
HEADER = SPDX + "// For a test.\n#pragma once\n"
CMAKE = """croupier_room(base LIBRARIES x)
croupier_room(domain DEPENDS base)
croupier_room(crypto DEPENDS base)
croupier_room(db DEPENDS base)
croupier_room(net DEPENDS base)
croupier_room(usecases DEPENDS domain crypto)
croupier_room(storage DEPENDS usecases db)
croupier_room(provider_api DEPENDS usecases net)
croupier_room(casino_api DEPENDS usecases net)
croupier_room(sandbox DEPENDS domain crypto db net)
croupier_room(app DEPENDS storage provider_api casino_api sandbox)
"""
GOOD = {
    "src/CMakeLists.txt": CMAKE,
    "src/base/text.h": HEADER,
    "src/domain/money.h": HEADER + '#include "base/text.h"\n',
    "src/domain/bet.h": HEADER,
    "src/domain/bet.cpp": SPDX + '#include "domain/bet.h"\n\n#include "domain/money.h"\n',
    "src/usecases/ports.h": HEADER + '#include "domain/bet.h"\n',
    "src/storage/store.cpp": SPDX + '#include "usecases/ports.h"\n',
    "README.md": "# One\n\n[money](src/domain/money.h)\n\n```\n# no title, a comment\n```\n",
}


def body(lines):
    return "void long_one(int a) {\n" + "    a = a + 1;\n" * (lines - 2) + "}\n"


# rule → (files laid over the good tree, where it must fire, a word of the message)
BAD = {
    "upwards": ({"src/base/a.cpp": SPDX + '#include "domain/bet.h"\n'}, "src/base/a.cpp:2", "L0"),
    "sideways": ({"src/casino_api/a.h": HEADER,
                  "src/provider_api/a.cpp": SPDX + '#include "casino_api/a.h"\n'},
                 "src/provider_api/a.cpp:2", "casino_api"),
    "storage knows no net": ({"src/net/http.h": HEADER,
                              "src/storage/a.cpp": SPDX + '#include "net/http.h"\n'},
                             "src/storage/a.cpp:2", "net"),
    "sandbox domain": ({"src/sandbox/a.cpp": SPDX + '#include "domain/bet.h"\n'},
                       "src/sandbox/a.cpp:2", "money.h"),
    "sandbox usecases": ({"src/sandbox/a.cpp": SPDX + '#include "usecases/ports.h"\n'},
                         "src/sandbox/a.cpp:2", "usecases"),
    "edge not downwards": ({"src/CMakeLists.txt": CMAKE.replace("db DEPENDS base",
                                                                "db DEPENDS usecases")},
                           "src/CMakeLists.txt:4", "not below"),
    "room without level": ({"src/CMakeLists.txt": CMAKE + "croupier_room(feed DEPENDS base)\n"},
                           "src/CMakeLists.txt:12", "no level"),
    "boost above net": ({"src/usecases/a.cpp": SPDX + "#include <boost/asio/post.hpp>\n"},
                        "src/usecases/a.cpp:2", "Boost ends"),
    "boost in a header": ({"src/net/a.h": HEADER + "#include <boost/url/url.hpp>\n"},
                          "src/net/a.h:4", "Boost ends"),
    "asio in base": ({"src/base/json.cpp": SPDX + "#include <boost/asio/post.hpp>\n"},
                     "src/base/json.cpp:2", "Boost.JSON only"),
    "asio everywhere": ({f"src/net/{n}.cpp": SPDX + "#include <boost/beast/http.hpp>\n"
                         for n in "abcdefgh"}, "src/net/h.cpp:1", "number 8"),
    "own header late": ({"src/domain/bet.cpp": SPDX + '#include "domain/money.h"\n'
                         '#include "domain/bet.h"\n'}, "src/domain/bet.cpp:2", "first"),
    "no such include": ({"src/domain/a.cpp": SPDX + '#include "bet.h"\n'},
                        "src/domain/a.cpp:2", "no path"),
    "cycle": ({"src/base/text.h": HEADER + '#include "base/b.h"\n',
               "src/base/b.h": HEADER + '#include "base/text.h"\n'}, "src/base/text.h:4", "cycle"),
    "dead file": ({"src/base/lonely.h": HEADER}, "src/base/lonely.h:1", "dead"),
    "auditor": ({"src/domain/ledger.h": HEADER,
                 "tests/sim/auditor.cpp": SPDX + '#include "domain/ledger.h"\n'},
                "tests/sim/auditor.cpp:2", "own books"),
    "long line": ({"src/domain/a.cpp": SPDX + "// " + "x" * 98 + "\n"},
                  "src/domain/a.cpp:2", "101 columns"),
    "long function": ({"src/domain/a.cpp": SPDX + body(71)}, "src/domain/a.cpp:2", "71 lines"),
    "long method": ({"src/domain/money.h": HEADER + '#include "base/text.h"\nnamespace a {\n'
                     "struct S {\n    S() : a_{1}, b_(2) {\n" + "    ;\n" * 70 + "    }\n};\n}\n"},
                    "src/domain/money.h:7", "72 lines"),
    "long file": ({"src/domain/a.cpp": SPDX + "int x;\n" * 600}, "src/domain/a.cpp:600", "split"),
    "parameters": ({"src/domain/bet.h": HEADER + "int f(int, int, int, int, int, int g = 0);\n"},
                   "src/domain/bet.h:4", "6 parameters"),
    "double": ({"src/domain/a.cpp": SPDX + "double rate;\n"}, "src/domain/a.cpp:2", "money.h"),
    "float in db": ({"src/db/a.cpp": SPDX + "\nfloat rate;\n"}, "src/db/a.cpp:3", "money.h"),
    "system clock": ({"src/net/a.cpp": SPDX + "auto t = std::chrono::system_clock::now();\n"},
                     "src/net/a.cpp:2", "Loop"),
    "system_now": ({"src/usecases/a.cpp": SPDX + "auto t = base::system_now();\n"},
                   "src/usecases/a.cpp:2", "simulator"),
    "rand": ({"src/app/a.cpp": SPDX + "int x = rand();\n"}, "src/app/a.cpp:2", "random.h"),
    "own engine": ({"tests/a.cpp": SPDX + "std::random_device engine;\n"}, "tests/a.cpp:2", "seed"),
    "cout": ({"src/db/a.cpp": SPDX + "void f() { std::cout << 1; }\n"},
             "src/db/a.cpp:2", "log.h"),
    "default": ({"src/db/a.cpp": SPDX + "void f() {\nswitch (x) {\ndefault: break;\n}\n}\n"},
                "src/db/a.cpp:4", "every case"),
    "new": ({"src/db/a.cpp": SPDX + "auto* x = new Thing(1);\n"}, "src/db/a.cpp:2", "make_unique"),
    "using namespace": ({"src/domain/bet.h": HEADER + "using namespace std;\n"},
                        "src/domain/bet.h:4", "leaks"),
    "unfinished": ({"src/db/a.cpp": SPDX + "// TO" "DO: later\n"}, "src/db/a.cpp:2", "finish"),
    "no licence": ({"src/db/a.cpp": "int x;\n"}, "src/db/a.cpp:1", "SPDX"),
    "no licence in a script": ({"tools/a.py": "import os\n"}, "tools/a.py:1", "SPDX"),
    "no pragma once": ({"src/domain/bet.h": SPDX + "// Why.\n"}, "src/domain/bet.h:1", "pragma"),
    "no purpose": ({"src/domain/bet.h": SPDX + "#pragma once\n"}, "src/domain/bet.h:2", "for"),
    "two titles": ({"docs/a.md": "# One\n\n# Two\n"}, "docs/a.md:3", "second title"),
    "no title": ({"docs/a.md": "text\n"}, "docs/a.md:1", "no title"),
    "broken link": ({"docs/a.md": "# One\n\n[x](../nowhere.md)\n"}, "docs/a.md:3", "nowhere.md"),
    "machine path": ({"docs/a.md": "# One\n\nsee /ro" "ot/thing\n"}, "docs/a.md:3", "checkout"),
    "registry": ({"tests/js/package-lock.json": '{\n"resolved": "https://r.example/a.tgz"\n}\n'},
                 "tests/js/package-lock.json:2", "omit-lockfile"),
    "no newline at the end": ({"docs/a.md": "# One"}, "docs/a.md:1", "newline"),
}
INNOCENT = SPDX + r"""
// double, new Thing, rand(), default: and std::cout in a comment
const char* text = "new double rand() default: /* " "\" // x";
const char* raw = R"(default: new Thing)";
const int big = 1'000'000;
struct Point {
    Point(const Point&) = default;
    void* operator new(std::size_t);
    std::function<void(int, int, int, int, int, int)> six;
    std::map<int, int> table(int a, std::pair<int, int> b, std::array<int, 3> c, int d, int e);
    int value_ = 0;
};
const std::array<int, 6> list{1, 2, 3, 4, 5, 6};
const auto made = make(1, 2, 3, 4, 5, 6);
int renewed(int default_value) { return default_value; }
"""


class Rules(unittest.TestCase):
    def test_the_good_tree_is_silent(self):
        self.assertEqual(tidy.findings(GOOD), [])

    def test_innocent_code_is_silent(self):
        self.assertEqual(tidy.findings({**GOOD, "src/usecases/a.cpp": INNOCENT}), [])

    def test_each_rule_fires_where_it_should(self):
        for rule, (files, where, word) in BAD.items():
            with self.subTest(rule):
                found = [f"{p}:{n}: {m}" for p, n, m in tidy.findings({**GOOD, **files})]
                self.assertTrue(any(f.startswith(where + ":") and word in f for f in found), found)

    def test_limits_are_met_exactly(self):
        files = {**GOOD, "src/domain/a.cpp": SPDX + "// " + "x" * 97 + "\n" + body(70)}
        self.assertEqual(tidy.findings(files), [])

    def test_functions_are_found_with_their_names_and_lengths(self):
        code = cpp_text.blank("namespace a {\ntemplate <class T>\nint S<T>::f(int x,\n  T y)\n"
                              "    const {\n    if (x) { y(); }\n}\nbool g();\n}\n")
        found = [(f.name, f.line, f.lines, f.parameters) for f in cpp_text.functions(code)]
        self.assertEqual(found, [("f", 3, 5, 2), ("g", 8, 0, 0)])


if __name__ == "__main__":
    unittest.main()
