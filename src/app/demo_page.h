// SPDX-License-Identifier: Apache-2.0
// The demo's status page: the three books side by side, refreshed every second.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "app/demo_world.h"

namespace croupier::app {

class DemoPage {
public:
    DemoPage(DemoWorld& world, std::uint16_t port, std::filesystem::path data);
    ~DemoPage();
    DemoWorld::Fault open();
    // Reads the three books anew; what cannot be read now is said on the page.
    void refresh(usecases::StoreReader& reader);

private:
    DemoWorld& world_;
    std::uint16_t port_;
    std::filesystem::path data_;
    std::unique_ptr<net::HttpServer> server_;  // lives on the world's loop
    std::mutex mutex_;
    std::string status_ = "{}";
};

}  // namespace croupier::app
