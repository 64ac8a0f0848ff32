// SPDX-License-Identifier: Apache-2.0
// croupier admin provider …
#include "app/admin_record.h"
#include "app/forms.h"
#include "app/record_keys.h"

namespace croupier::app {

namespace {

using usecases::ProviderRow;

struct ProviderArguments {
    std::string id;
    std::string secret;
    RecordOptions record;
};

RecordHead head_of(const ProviderRow& row) {
    return {
        "counterpartyId", base::Json::string(base::to_text(row.terms.id.value())),
        row.terms.enabled};
}

AdminResult<domain::ProviderId> parse_id(const std::string& text) {
    const auto uuid = base::parse_uuid(text);
    if (!uuid) return base::fail(AdminError{ExitCode::usage, "--id must be a GUID"});
    return domain::ProviderId(*uuid);
}

std::string name_of(domain::ProviderId id) { return "provider " + base::to_text(id.value()); }

AdminResult<ProviderRow> find(const Admin& admin, const std::string& text) {
    CROUPIER_TRY(const auto id, parse_id(text));
    CROUPIER_TRY(const auto rows, admin.rows());
    for (const ProviderRow& row : rows.providers) {
        if (row.terms.id == id) return row;
    }
    return cannot("there is no " + name_of(id));
}

AdminResult<void> save(const Admin& admin, const ProviderRow& row) {
    const auto saved = admin.store.set_provider(row);
    if (!saved.ok()) return cannot(saved.error(), name_of(row.terms.id));
    return {};
}

void seal(const Admin& admin, const crypto::Secret& secret, ProviderRow& row) {
    row.secret_sealed = admin.master_key.seal(secret, seal_context(row.terms.id), admin.random);
}

AdminResult<void> add(const Admin& admin, const ProviderArguments& given) {
    ProviderRow row;
    CROUPIER_TRY(row.terms.id, parse_id(given.id));
    CROUPIER_TRY_VOID(given.record.read_into(record_keys(row.terms)));
    CROUPIER_TRY(const crypto::Secret secret, given_or_new_secret(admin, given.secret));
    seal(admin, secret, row);
    const auto added = admin.store.add_provider(row);
    if (!added.ok()) return cannot(added.error(), name_of(row.terms.id));
    return print_secret(admin, head_of(row), secret);
}

AdminResult<void> set(const Admin& admin, const ProviderArguments& given) {
    CROUPIER_TRY(ProviderRow row, find(admin, given.id));
    CROUPIER_TRY_VOID(given.record.read_into(record_keys(row.terms)));
    CROUPIER_TRY_VOID(save(admin, row));
    print_record(admin, head_of(row), record_keys(row.terms));
    return {};
}

AdminResult<void> switch_to(const Admin& admin, const std::string& id, bool enabled) {
    CROUPIER_TRY(ProviderRow row, find(admin, id));
    row.terms.enabled = enabled;
    CROUPIER_TRY_VOID(save(admin, row));
    print_record(admin, head_of(row), record_keys(row.terms));
    return {};
}

AdminResult<void> renew_secret(const Admin& admin, const ProviderArguments& given) {
    CROUPIER_TRY(ProviderRow row, find(admin, given.id));
    CROUPIER_TRY(const crypto::Secret secret, given_or_new_secret(admin, given.secret));
    seal(admin, secret, row);
    CROUPIER_TRY_VOID(save(admin, row));
    return print_secret(admin, head_of(row), secret);
}

AdminResult<void> show(const Admin& admin, const std::string& id) {
    CROUPIER_TRY(ProviderRow row, find(admin, id));
    print_record(admin, head_of(row), record_keys(row.terms));
    return {};
}

AdminResult<void> list(const Admin& admin) {
    CROUPIER_TRY(auto rows, admin.rows());
    if (admin.output == Output::json) {
        base::Json all = base::Json::array();
        for (ProviderRow& row : rows.providers) {
            all.push(record_json(head_of(row), record_keys(row.terms)));
        }
        admin.out << base::to_text(all) << "\n";
        return {};
    }
    std::vector<std::vector<std::string>> table = {{"id", "name", "enabled", "hold", "api url"}};
    for (const ProviderRow& row : rows.providers) {
        const domain::ProviderTerms& terms = row.terms;
        table.push_back(
            {base::to_text(terms.id.value()), terms.name, yes_no(terms.enabled),
             base::to_text(terms.hold), terms.api_url});
    }
    print_table(admin.out, table);
    return {};
}

void add_id(CLI::App& command, ProviderArguments& arguments) {
    command.add_option("--id", arguments.id, "Its X-Counterparty-Id")
        ->required()
        ->type_name("GUID");
}

}  // namespace

void add_provider_menu(AdminMenu& menu) {
    CLI::App* provider = menu.group("provider", "Game providers and what was agreed with them");
    const auto given = std::make_shared<ProviderArguments>();
    domain::ProviderTerms defaults;

    CLI::App* adding = provider->add_subcommand("add", "Add a provider; prints its secret once");
    add_id(*adding, *given);
    add_secret_option(*adding, given->secret);
    given->record.add_to(*adding, record_keys(defaults), {"name", "api_url"});
    menu.runs(*adding, [given](const Admin& admin) { return add(admin, *given); });

    CLI::App* setting = provider->add_subcommand("set", "Change what is given, leave the rest");
    add_id(*setting, *given);
    given->record.add_to(*setting, record_keys(defaults), {});
    menu.runs(*setting, [given](const Admin& admin) { return set(admin, *given); });

    CLI::App* listing = provider->add_subcommand("list", "All providers");
    menu.runs(*listing, list);
    CLI::App* showing = provider->add_subcommand("show", "One provider, whole");
    add_id(*showing, *given);
    menu.runs(*showing, [given](const Admin& admin) { return show(admin, given->id); });
    CLI::App* enabling = provider->add_subcommand("enable", "Allow launches and stakes");
    add_id(*enabling, *given);
    menu.runs(*enabling, [given](const Admin& a) { return switch_to(a, given->id, true); });
    CLI::App* disabling = provider->add_subcommand(
        "disable", "No launches, no stakes; payouts and refunds are still taken");
    add_id(*disabling, *given);
    menu.runs(*disabling, [given](const Admin& a) { return switch_to(a, given->id, false); });
    CLI::App* renewing = provider->add_subcommand("secret", "Make a new secret; the old one ends");
    add_id(*renewing, *given);
    add_secret_option(*renewing, given->secret);
    menu.runs(*renewing, [given](const Admin& admin) { return renew_secret(admin, *given); });
}

}  // namespace croupier::app
