// SPDX-License-Identifier: Apache-2.0
// Addresses of names, remembered. The answers come from a NameLookup, which asks name servers; here
// is decided what is asked again when, and who waits how long. Whoever waits for a name waits for
// that name alone. Loop thread only.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/result.h"

namespace croupier::net {

struct NameAnswer {
    std::vector<std::string> addresses;  // as text, the one to try first first; never empty
    base::Duration good_for;
};
using NameResult = base::Result<NameAnswer, std::string>;

class NameLookup {
public:
    virtual ~NameLookup() = default;
    // `done` runs on the loop once, within lookup_time_max, never inside this call; and not at all
    // when this ends before.
    virtual void look_up(const std::string& host, std::function<void(NameResult)> done) = 0;
};

// A name server that is silent for this long has failed, however often it was asked meanwhile.
inline constexpr base::Duration lookup_time_max{5000};

struct ResolverPolicy {
    // What a name server says of how long its answer is good is kept within these.
    base::Duration good_for_min{5'000};
    base::Duration good_for_max{300'000};
    // After a failure the name is not asked about for this long.
    base::Duration failure_good_for{2'000};
    // An answer that is over serves on for this long while no newer one can be had, and whoever
    // needs it waits this long for the newer one.
    base::Duration stale_good_for{24 * 3600'000};
    base::Duration stale_after{250};
    std::size_t names_max = 4'096;  // above: what was used longest ago is forgotten
};

class Resolver {
public:
    using Done = std::function<void(const base::Result<std::vector<std::string>, std::string>&)>;

    Resolver(
        base::Loop& loop, std::unique_ptr<NameLookup> lookup, const ResolverPolicy& policy = {});
    // Whoever still waits hears nothing.
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    // `done` runs once, within lookup_time_max, never inside this call.
    void resolve(const std::string& host, Done done);

private:
    struct Name {
        std::vector<std::string> addresses;  // empty: none known
        std::string failure;                 // of the last try, when it failed
        base::Instant good_until;            // of the addresses
        base::Instant ask_again_at;
        base::Instant used;
        bool asking = false;
        base::TimerId stale_timer = base::TimerId::none;
        std::vector<Done> waiting;
    };

    void ask(const std::string& host, Name& name);
    void answered(const std::string& host, const NameResult& result);
    void serve_waiting(Name& name);
    void serve(const Name& name, Done done);
    [[nodiscard]] bool serves_stale(const Name& name) const;
    void make_room();

    base::Loop& loop_;
    const ResolverPolicy policy_;
    std::map<std::string, Name> names_;
    std::unique_ptr<NameLookup> lookup_;  // ends first: it calls back
};

}  // namespace croupier::net
