// SPDX-License-Identifier: Apache-2.0
// croupier admin casino …
#include <limits>

#include "app/admin_record.h"
#include "app/policy_keys.h"
#include "app/record_keys.h"
#include "crypto/digest.h"

namespace croupier::app {

namespace {

using usecases::CasinoRow;

struct CasinoArguments {
    std::uint64_t id = 0;
    std::string secret;
    RecordOptions record;
};

RecordHead head_of(const CasinoRow& row) {
    return {
        "clientId", base::Json::integer(static_cast<std::int64_t>(row.terms.id.value())),
        row.terms.enabled};
}

std::string name_of(std::uint64_t id) { return "casino " + std::to_string(id); }

AdminResult<CasinoRow> find(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(const auto rows, admin.rows());
    for (const CasinoRow& row : rows.casinos) {
        if (row.terms.id.value() == id) return row;
    }
    return cannot("there is no " + name_of(id));
}

AdminResult<void> check(const CasinoRow& row) {
    const auto clashes = policy_clashes(row.terms.policy);
    if (clashes.empty()) return {};
    const std::string sentence = std::string(clashes[0].name) + " " + clashes[0].message;
    return base::fail(AdminError{ExitCode::usage, sentence});
}

AdminResult<void> save(const Admin& admin, const CasinoRow& row) {
    const auto saved = admin.store.set_casino(row);
    if (!saved.ok()) return cannot(saved.error(), name_of(row.terms.id.value()));
    return admin.ensure_signing_keys();
}

AdminResult<void> add(const Admin& admin, const CasinoArguments& given) {
    CasinoRow row;
    row.terms.id = domain::CasinoId(given.id);
    row.terms.policy = admin.config.policy;
    CROUPIER_TRY_VOID(given.record.read_into(record_keys(row.terms)));
    CROUPIER_TRY_VOID(check(row));
    CROUPIER_TRY(const crypto::Secret secret, given_or_new_secret(admin, given.secret));
    row.secret_sha256 = crypto::sha256_hex(secret.reveal());
    const auto added = admin.store.add_casino(row);
    if (!added.ok()) return cannot(added.error(), name_of(given.id));
    CROUPIER_TRY_VOID(admin.ensure_signing_keys());
    return print_secret(admin, head_of(row), secret);
}

AdminResult<void> set(const Admin& admin, const CasinoArguments& given) {
    CROUPIER_TRY(CasinoRow row, find(admin, given.id));
    CROUPIER_TRY_VOID(given.record.read_into(record_keys(row.terms)));
    CROUPIER_TRY_VOID(check(row));
    CROUPIER_TRY_VOID(save(admin, row));
    print_record(admin, head_of(row), record_keys(row.terms));
    return {};
}

AdminResult<void> switch_to(const Admin& admin, std::uint64_t id, bool enabled) {
    CROUPIER_TRY(CasinoRow row, find(admin, id));
    row.terms.enabled = enabled;
    CROUPIER_TRY_VOID(save(admin, row));
    print_record(admin, head_of(row), record_keys(row.terms));
    return {};
}

AdminResult<void> renew_secret(const Admin& admin, const CasinoArguments& given) {
    CROUPIER_TRY(CasinoRow row, find(admin, given.id));
    CROUPIER_TRY(const crypto::Secret secret, given_or_new_secret(admin, given.secret));
    row.secret_sha256 = crypto::sha256_hex(secret.reveal());
    CROUPIER_TRY_VOID(save(admin, row));
    return print_secret(admin, head_of(row), secret);
}

AdminResult<void> show(const Admin& admin, std::uint64_t id) {
    CROUPIER_TRY(CasinoRow row, find(admin, id));
    print_record(admin, head_of(row), record_keys(row.terms));
    return {};
}

std::string codes_of(const std::vector<domain::Currency>& currencies) {
    std::string codes;
    for (const domain::Currency currency : currencies) {
        codes += (codes.empty() ? "" : ",") + std::string(currency.code());
    }
    return codes;
}

AdminResult<void> list(const Admin& admin) {
    CROUPIER_TRY(auto rows, admin.rows());
    if (admin.output == Output::json) {
        base::Json all = base::Json::array();
        for (CasinoRow& row : rows.casinos) {
            all.push(record_json(head_of(row), record_keys(row.terms)));
        }
        admin.out << base::to_text(all) << "\n";
        return {};
    }
    std::vector<std::vector<std::string>> table = {
        {"id", "name", "enabled", "booking", "signing", "currencies", "api url"}};
    for (const CasinoRow& row : rows.casinos) {
        const domain::CasinoTerms& terms = row.terms;
        table.push_back(
            {std::to_string(terms.id.value()), terms.name, yes_no(terms.enabled),
             terms.booking == domain::Booking::accept ? "accept" : "answer", terms.signing,
             codes_of(terms.currencies), terms.api_url});
    }
    print_table(admin.out, table);
    return {};
}

void add_id(CLI::App& command, CasinoArguments& arguments) {
    command.add_option("--id", arguments.id, "The number in PartnerClient-<number>")
        ->required()
        ->type_name("NUMBER")
        ->check(CLI::Range(1, std::numeric_limits<std::int32_t>::max()));
}

}  // namespace

void add_casino_menu(AdminMenu& menu) {
    CLI::App* casino = menu.group("casino", "Casinos and what was agreed with them");
    const auto given = std::make_shared<CasinoArguments>();
    domain::CasinoTerms defaults;

    CLI::App* adding = casino->add_subcommand(
        "add", "Add a casino; prints its secret once. Times that are not given come from [policy]");
    add_id(*adding, *given);
    add_secret_option(*adding, given->secret);
    given->record.add_to(*adding, record_keys(defaults), {"name", "api_url", "currencies"});
    menu.runs(*adding, [given](const Admin& admin) { return add(admin, *given); });

    CLI::App* setting = casino->add_subcommand("set", "Change what is given, leave the rest");
    add_id(*setting, *given);
    given->record.add_to(*setting, record_keys(defaults), {});
    menu.runs(*setting, [given](const Admin& admin) { return set(admin, *given); });

    CLI::App* listing = casino->add_subcommand("list", "All casinos");
    menu.runs(*listing, list);
    CLI::App* showing = casino->add_subcommand("show", "One casino, whole");
    add_id(*showing, *given);
    menu.runs(*showing, [given](const Admin& admin) { return show(admin, given->id); });
    CLI::App* enabling = casino->add_subcommand("enable", "Allow launches and stakes");
    add_id(*enabling, *given);
    menu.runs(*enabling, [given](const Admin& a) { return switch_to(a, given->id, true); });
    CLI::App* disabling = casino->add_subcommand(
        "disable", "No launches, no stakes; money owed to players still goes out");
    add_id(*disabling, *given);
    menu.runs(*disabling, [given](const Admin& a) { return switch_to(a, given->id, false); });
    CLI::App* renewing = casino->add_subcommand("secret", "Make a new secret; the old one ends");
    add_id(*renewing, *given);
    add_secret_option(*renewing, given->secret);
    menu.runs(*renewing, [given](const Admin& admin) { return renew_secret(admin, *given); });
}

}  // namespace croupier::app
