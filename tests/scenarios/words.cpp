// SPDX-License-Identifier: Apache-2.0
#include "scenarios/words.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <sstream>

namespace croupier::scenarios {

namespace {

using Words = std::vector<std::string>;
constexpr std::string_view more = "…";

Words split(std::string_view text) {
    std::istringstream stream{std::string(text)};
    return {std::istream_iterator<std::string>(stream), {}};
}

std::string joined(Words::const_iterator from, Words::const_iterator to) {
    std::string text;
    for (; from != to; ++from)
        text += (text.empty() ? "" : " ") + *from;
    return text;
}

// One place of a form.
struct Place {
    std::string key;   // of a setting
    std::string word;  // a literal, a KIND, or words to choose from: a|b
    bool optional = false;
    bool rest = false;             // KIND…
    bool opens_with_next = false;  // a word that stays or goes with the place behind it
};
struct Parts {
    std::vector<Place> places;  // in order
    std::vector<Place> settings;
    std::optional<std::string> expected;
};

Place place_of(std::string word, bool optional) {
    Place place;
    place.optional = optional;
    if (word.ends_with(more)) {
        place.rest = true;
        word.resize(word.size() - more.size());
    }
    if (const auto equals = word.find('='); equals != std::string::npos) {
        place.key = word.substr(0, equals);
        word.erase(0, equals + 1);
    }
    place.word = std::move(word);
    return place;
}

Parts parts_of(std::string_view form) {
    Parts parts;
    bool optional = false, opened = false;
    Words words = split(form);
    if (words.size() > 2 && words[words.size() - 2] == "=>") {
        parts.expected = words.back();
        words.resize(words.size() - 2);
    }
    for (std::string& word : words) {
        if (word.front() == '[') {
            optional = true;
            word.erase(0, 1);
        }
        const bool last = word.back() == ']';
        if (last) word.pop_back();
        // What follows inside of one pair of brackets stays or goes with what opened them.
        Place place = place_of(std::move(word), optional && !opened);
        place.opens_with_next = optional && !opened && !last;
        opened = optional && !last;
        (place.key.empty() ? parts.places : parts.settings).push_back(std::move(place));
        if (last) optional = false;
    }
    return parts;
}

bool is_kind(const std::string& word) {
    return std::isupper(static_cast<unsigned char>(word.front())) != 0;
}

// Why this text may not stand at this place, or nothing.
std::optional<std::string> refusal(const std::string& wanted, const std::string& text) {
    if (!is_kind(wanted)) {
        const std::string among = "|" + wanted + "|";
        if (!text.empty() && among.find("|" + text + "|") != std::string::npos) return std::nullopt;
        return "'" + text + "' where " + wanted + " is wanted";
    }
    const auto kind = std::find_if(
        kinds().begin(), kinds().end(), [&](const Kind& one) { return one.name == wanted; });
    if (kind == kinds().end()) return "the form has an unknown kind, " + wanted;
    const bool fits =
        kind->words.empty()
            ? !text.empty() && kind->takes(text)
            : std::find(kind->words.begin(), kind->words.end(), text) != kind->words.end();
    if (fits) return std::nullopt;
    return "'" + text + "' is no " + wanted + " (" + std::string(kind->says) + ")";
}

class Reading {
public:
    Reading(std::string_view form, const std::string& line)
        : parts_(parts_of(form)), words_(split(line)) {}

    base::Result<Said, std::string> read() {
        if (!take_expectation() || !take_settings() || !take_places()) return base::fail(broken_);
        return said_;
    }

private:
    bool refuse(std::string why) {
        broken_ = std::move(why);
        return false;
    }
    bool put(const std::string& name, const std::string& wanted, const std::string& text) {
        if (auto why = refusal(wanted, text)) return refuse(*why);
        if (said_.has(name)) return refuse("'" + name + "' twice");
        said_.set(name, text);
        return true;
    }
    bool take_expectation() {
        const auto arrow = std::find(words_.begin(), words_.end(), "=>");
        if (!parts_.expected) {
            return arrow == words_.end() || refuse("nothing is expected here");
        }
        if (arrow == words_.end()) return refuse("nothing expected: '=> " + *parts_.expected + "'");
        const std::string expected = joined(std::next(arrow), words_.end());
        words_.erase(arrow, words_.end());
        return put("=>", *parts_.expected, expected);
    }
    bool take_settings() {
        for (const Place& setting : parts_.settings) {
            const std::string start = setting.key + "=";
            const auto is_it = [&](const std::string& word) { return word.starts_with(start); };
            for (auto word = std::find_if(words_.begin(), words_.end(), is_it);
                 word != words_.end(); word = std::find_if(word, words_.end(), is_it)) {
                if (!put(setting.key, setting.word, word->substr(start.size()))) return false;
                word = words_.erase(word);
            }
            if (!setting.optional && !said_.has(setting.key)) return refuse(start + " is missing");
        }
        return true;
    }
    bool take_places() {
        std::size_t at = 0;
        for (std::size_t index = 0; index < parts_.places.size(); ++index) {
            const Place& place = parts_.places[index];
            if (at == words_.size()) {
                if (place.optional) break;
                return refuse(place.word + " is missing");
            }
            // "[as NAME]": without its word the place behind it is left out, too.
            if (place.opens_with_next && !is_kind(place.word) && words_[at] != place.word) {
                ++index;
                continue;
            }
            if (!take(place, at)) return false;
        }
        if (at < words_.size()) return refuse("'" + words_[at] + "' is one word too many");
        return true;
    }
    bool take(const Place& place, std::size_t& at) {
        if (place.rest) return take_rest(place, at);
        if (!is_kind(place.word)) {
            if (auto why = refusal(place.word, words_[at])) return refuse(*why);
            if (place.word.find('|') != std::string::npos) said_.set(place.word, words_[at]);
            ++at;
            return true;
        }
        // Of two places that may be left out, the word that opens the second is not the first's.
        if (place.optional && opens_another(words_[at])) return true;
        return put(place.word, place.word, words_[at++]);
    }
    bool take_rest(const Place& place, std::size_t& at) {
        for (std::size_t index = at; index < words_.size(); ++index) {
            if (auto why = refusal(place.word, words_[index])) return refuse(*why);
        }
        said_.set(
            place.word, joined(words_.begin() + static_cast<std::ptrdiff_t>(at), words_.end()));
        at = words_.size();
        return true;
    }
    [[nodiscard]] bool opens_another(const std::string& word) const {
        return std::any_of(parts_.places.begin(), parts_.places.end(), [&](const Place& place) {
            return place.opens_with_next && place.word == word;
        });
    }

    Parts parts_;
    Words words_;
    Said said_;
    std::string broken_;
};

}  // namespace

base::Result<Said, std::string> read_line(std::string_view form, const std::string& line) {
    return Reading(form, line).read();
}

std::size_t begins_like(std::string_view form, const std::string& line) {
    const Words words = split(line);
    std::size_t count = 0;
    for (const Place& place : parts_of(form).places) {
        if (place.optional || is_kind(place.word)) break;
        if (count >= words.size() || refusal(place.word, words[count])) return 0;
        ++count;
    }
    return count;
}

}  // namespace croupier::scenarios
