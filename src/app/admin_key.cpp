// SPDX-License-Identifier: Apache-2.0
// croupier admin key …
#include "app/admin_record.h"
#include "app/signing_keys.h"

namespace croupier::app {

namespace {

struct RotateArguments {
    std::string signing = "RS256";
    bool now = false;
};

base::Json json_of(const usecases::KeyRow& row) {
    using base::Json;
    return Json::object()
        .set("kid", Json::string(row.kid))
        .set("algorithm", Json::string(crypto::to_text(row.algorithm)))
        .set("state", Json::string(usecases::to_text(row.state)))
        .set("createdAt", Json::string(base::to_rfc3339(row.created_at)))
        .set("activatedAt", time_or_null(row.activated_at))
        .set("retiredAt", time_or_null(row.retired_at));
}

AdminResult<void> list(const Admin& admin) {
    CROUPIER_TRY(const auto rows, admin.rows());
    if (admin.output == Output::json) {
        base::Json all = base::Json::array();
        for (const auto& row : rows.keys)
            all.push(json_of(row));
        admin.out << base::to_text(all) << "\n";
        return {};
    }
    std::vector<std::vector<std::string>> table = {
        {"kid", "algorithm", "state", "created", "activated", "retired"}};
    for (const auto& row : rows.keys) {
        table.push_back(
            {row.kid, std::string(crypto::to_text(row.algorithm)),
             std::string(usecases::to_text(row.state)), base::to_rfc3339(row.created_at),
             time_or_dash(row.activated_at), time_or_dash(row.retired_at)});
    }
    print_table(admin.out, table);
    return {};
}

base::Failure<AdminError> cannot_rotate(const RotationError& error) {
    switch (error.fault) {
    case RotationFault::no_next:
        return cannot(error.detail);
    case RotationFault::too_young:
        return cannot(
            error.detail +
            ": casinos that fetch the key set rarely may not know it; --now overrides");
    case RotationFault::store:
        break;
    }
    return {AdminError{ExitCode::store, "the store failed: " + error.detail}};
}

AdminResult<void> rotate(const Admin& admin, const RotateArguments& given) {
    const auto algorithm = crypto::parse_signing_algorithm(given.signing);
    if (!algorithm) {
        return base::fail(AdminError{ExitCode::usage, "--signing must be RS256, ES256 or EdDSA"});
    }
    const base::Duration age = given.now ? base::Duration(0) : admin.config.keys.next_age_least;
    const auto rotation =
        rotate_keys({admin.store, admin.master_key, admin.random, admin.now}, *algorithm, age);
    if (!rotation.ok()) return cannot_rotate(rotation.error());
    const Rotation& done = rotation.value();
    if (admin.output == Output::json) {
        admin.out << base::to_text(base::Json::object()
                                       .set("active", base::Json::string(done.active_kid))
                                       .set("retired", base::Json::string(done.retired_kid))
                                       .set("next", base::Json::string(done.next_kid)))
                  << "\n";
        return {};
    }
    print_table(
        admin.out,
        {{"active", done.active_kid}, {"retired", done.retired_kid}, {"next", done.next_kid}});
    return {};
}

}  // namespace

void add_key_menu(AdminMenu& menu) {
    CLI::App* key = menu.group("key", "The keys that sign our calls to casinos");
    CLI::App* listing = key->add_subcommand("list", "All keys and their states");
    menu.runs(*listing, list);

    const auto given = std::make_shared<RotateArguments>();
    CLI::App* rotating = key->add_subcommand(
        "rotate", "The next key becomes active, the active one retired, and a next one is made");
    rotating->add_option("--signing", given->signing, "RS256, ES256 or EdDSA")
        ->type_name("ALGORITHM")
        ->capture_default_str();
    rotating->add_flag("--now", given->now, "Even if the next key was published only lately");
    menu.runs(*rotating, [given](const Admin& admin) { return rotate(admin, *given); });
}

}  // namespace croupier::app
