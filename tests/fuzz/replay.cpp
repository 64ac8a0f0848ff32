// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target over every file of a folder, so that what fuzzing once found stays found in
// builds without libFuzzer. Each file also runs cut in half and with its first byte changed.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/fuzz.h"

namespace {

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

void run_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    run(bytes);
    run(bytes.substr(0, bytes.size() / 2));
    if (bytes.empty()) return;
    bytes[0] = static_cast<char>(bytes[0] ^ 0x20);
    run(bytes);
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t files = 0;
    for (int at = 1; at < count; ++at) {
        for (const auto& entry : std::filesystem::directory_iterator(arguments[at])) {
            run_file(entry.path());
            ++files;
        }
    }
    run("");
    std::printf("replayed %zu files\n", files);
    return files > 0 ? 0 : 1;  // an empty corpus proves nothing
}
