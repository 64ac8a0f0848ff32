// SPDX-License-Identifier: Apache-2.0
// scenarios --words prints the language; anything else is GoogleTest's.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>

#include "scenarios/scenario.h"

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--words") == 0) {
        std::fputs(croupier::scenarios::manual().c_str(), stdout);
        return 0;
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
