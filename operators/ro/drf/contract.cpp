// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/drf/contract.h"

#include <array>

#include "operators/service/http_settings.h"
#include "pki/strict_json.h"

namespace foothold::operators::drf {
namespace {

constexpr std::size_t kMaxFile = 8U << 20U;
constexpr std::size_t kMaxContracts = 10000;

constexpr std::array kMigrations = {
    "CREATE TABLE contract(pcid TEXT PRIMARY KEY, dpf TEXT NOT NULL, dpf_operators TEXT NOT NULL, sho TEXT NOT NULL,"
    " sho_plmn TEXT NOT NULL, mcim_context TEXT NOT NULL, app_context TEXT NOT NULL);"};

bool is_digits(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

bool is_https(const std::string& text) {
  const auto url = parse_url(text);
  return url && url->tls;
}

Result<Contract> parse(const nlohmann::json& object) {
  Contract contract;
  struct Member {
    const char* name;
    std::size_t min;
    std::size_t max;
    std::string& place;
  };
  for (const auto& member :
       {Member{"pcid", 6, 15, contract.pcid}, Member{"dpf", 1, 256, contract.dpf},
        Member{"dpf_operators", 1, 256, contract.dpf_operators}, Member{"sho", 1, 256, contract.sho},
        Member{"sho_plmn", 5, 6, contract.sho_plmn}, Member{"mcim_context", 0, 1024, contract.mcim_context},
        Member{"app_context", 0, 1024, contract.app_context}}) {
    auto text = pki::json_text(object, member.name, member.min, member.max);
    if (!text) return tl::unexpected(text.error());
    member.place = std::move(*text);
  }
  if (!is_digits(contract.pcid)) return fail("is not made of digits", "pcid");
  if (!is_digits(contract.sho_plmn)) return fail("is not made of digits", "sho_plmn");
  if (!is_https(contract.dpf)) return fail("is not an https address", "dpf");
  if (!is_https(contract.dpf_operators)) return fail("is not an https address", "dpf_operators");
  if (!is_https(contract.sho)) return fail("is not an https address", "sho");
  return contract;
}

}  // namespace

Result<std::vector<Contract>> Contract::parse_list(std::string_view json) {
  const auto list = pki::parse_json(json, kMaxFile);
  if (!list) return tl::unexpected(list.error());
  if (!list->is_array() || list->empty() || list->size() > kMaxContracts)
    return fail("is not a list of 1 to 10000 contract records", "contracts");
  std::vector<Contract> contracts;
  for (const auto& entry : *list) {
    auto contract = parse(entry);
    if (!contract) {
      contract.error().what += " (record " + std::to_string(contracts.size() + 1) + ")";
      return tl::unexpected(contract.error());
    }
    contracts.push_back(std::move(*contract));
  }
  return contracts;
}

Result<std::unique_ptr<ContractStore>> ContractStore::open(const std::filesystem::path& file) {
  auto store = SqliteStore::open(file, kMigrations);
  if (!store) return tl::unexpected(store.error());
  return std::unique_ptr<ContractStore>(new ContractStore(std::move(*store)));
}

Result<void> ContractStore::import(const std::vector<Contract>& contracts) {
  const std::lock_guard lock(mutex_);
  return store_.in_transaction([&]() -> Result<void> {
    for (const auto& c : contracts) {
      const auto stored = store_.run("INSERT OR REPLACE INTO contract VALUES(?, ?, ?, ?, ?, ?, ?)", c.pcid, c.dpf,
                                     c.dpf_operators, c.sho, c.sho_plmn, c.mcim_context, c.app_context);
      if (!stored) return tl::unexpected(stored.error());
    }
    return {};
  });
}

Result<std::optional<Contract>> ContractStore::find(const std::string& pcid) {
  const std::lock_guard lock(mutex_);
  auto query = store_.prepare(
      "SELECT pcid, dpf, dpf_operators, sho, sho_plmn, mcim_context, app_context FROM contract WHERE pcid = ?");
  if (!query) return tl::unexpected(query.error());
  const auto row = query->bind(pcid).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<Contract>();
  return std::optional(Contract{query->text(0), query->text(1), query->text(2), query->text(3), query->text(4),
                                query->text(5), query->text(6)});
}

}  // namespace foothold::operators::drf
