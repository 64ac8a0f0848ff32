// SPDX-License-Identifier: Apache-2.0
// What a line of a scenario may say. A form is both the manual of a line and what reads it:
//
//   casino accept BET TYPE RESULT [amount=MONEY] [tx=yes|no] => ERROR
//
// Lower-case words stand for themselves, KINDS for what they take, [ ] for what may be left out,
// key=… for a setting in any place, KIND… for one or more up to the end; `=>` is never left out.
// Whatever fits no form is refused: a word that nobody reads would be a check that never fires.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace croupier::scenarios {

// What stands for a value in a form.
struct Kind {
    std::string_view name;           // in capitals
    std::string_view says;           // for the manual and for refusals
    std::vector<std::string> words;  // all that it takes; none: whatever `takes` lets pass
    bool (*takes)(const std::string& text);
};

// A line that fits: its values by the name of their kind, settings by their key, the expectation
// by "=>", a list by the name of its kind, with spaces.
class Said {
public:
    void set(const std::string& name, std::string value) { values_[name] = std::move(value); }
    [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
    [[nodiscard]] const std::string& operator[](const std::string& name) const {
        return values_.at(name);
    }
    [[nodiscard]] std::string value(const std::string& name, const std::string& otherwise) const {
        const auto found = values_.find(name);
        return found == values_.end() ? otherwise : found->second;
    }

private:
    std::map<std::string, std::string> values_;
};

// Reads a line by a form: what it said, or what does not fit.
base::Result<Said, std::string> read_line(std::string_view form, const std::string& line);
// Whether the line begins with the words that stand for themselves at the form's beginning, and
// how many these are.
std::size_t begins_like(std::string_view form, const std::string& line);

const std::vector<Kind>& kinds();

}  // namespace croupier::scenarios
