// SPDX-License-Identifier: Apache-2.0
// The production loop: one Asio thread, and the servers and the client that live on it.
#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "net/http.h"

namespace croupier::net {

// Servers and clients end before their loop. What a task throws is logged, and the loop goes on.
class AsioLoop final : public base::Loop {
public:
    AsioLoop();
    ~AsioLoop() override;

    [[nodiscard]] base::Instant now() const override;
    void post(base::Task task) override;
    base::TimerId at(base::Instant when, base::Task task) override;
    void cancel(base::TimerId timer) override;

    // Runs on the calling thread until stop(); the thread becomes the loop thread.
    void run();
    void stop();  // thread-safe
    // SIGINT and SIGTERM run the task on the loop; a second signal ends the process at once.
    void on_terminate(base::Task task);

    // The error is one sentence for the operator ("cannot listen on 127.0.0.1:8080: address in
    // use").
    base::Result<std::unique_ptr<HttpServer>, std::string> serve(
        const ServerOptions& options, Handler handler);
    std::unique_ptr<HttpClient> make_client(const ClientLimits& limits = {});

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace croupier::net
