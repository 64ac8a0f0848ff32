// SPDX-License-Identifier: Apache-2.0
// The demo's status page: the three books side by side, compared whenever everything is at rest.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "app/book_watch.h"
#include "app/demo_world.h"

namespace croupier::app {

class DemoPage {
public:
    DemoPage(DemoWorld& world, std::uint16_t port, usecases::StoreReader& reader);
    ~DemoPage();
    DemoWorld::Fault open();
    // Waits a moment until nothing is pending, then compares the books; the caller orders no bets
    // meanwhile. What cannot be read now is said on the page. Answers how long the books took.
    std::chrono::steady_clock::duration look();

private:
    using Clock = std::chrono::steady_clock;
    using Found = base::Result<BookWatch::Found, std::string>;
    Found compare_at_rest();
    Found compare();
    void show(const Found& found);

    DemoWorld& world_;
    std::uint16_t port_;
    BookWatch watch_;
    Clock::duration cost_{};                   // of the comparisons of this look
    Clock::time_point all_due_{};              // when everything is compared again
    std::string agreed_;                       // when and what, in words; empty: never
    std::unique_ptr<net::HttpServer> server_;  // lives on the world's loop
    std::mutex mutex_;
    std::string status_ = "{}";
};

}  // namespace croupier::app
