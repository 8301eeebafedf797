// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "dm/syncml/status_code.h"
#include "dm/tree/access.h"
#include "dm/tree/device_ports.h"

namespace foothold::dm {

struct NodeRule;

struct Value {
  Format format = Format::chr;
  Bytes octets;
  friend bool operator==(const Value&, const Value&) = default;
};
Value text_value(std::string_view text);
std::string text_of(const Value& value);

// What ./DevInfo and ./DevDetail say of the machine (DM 1.2 Standardized Objects).
struct DeviceDescription {
  std::string device_id = "IMEI:000000000000000";
  std::string manufacturer = "Foothold";
  std::string model = "M2ME";
  std::string language = "en";
  std::string device_type = "m2m";
  std::string firmware_version = "1";
  std::string software_version = "1";
  std::string hardware_version = "1";
};

// Who asks. Rights follow from it (the ACL): `bootstrap` may create accounts and discovery data, the server of the
// account `dpf` may use ./M2M, every server may read ./DevInfo and ./DevDetail.
struct Principal {
  bool bootstrap = false;
  std::string server_id;  // of the account under ./DMAcc through which the session runs
};

// The device's management tree. Which nodes may exist, their format and what may be done with them is one table
// (node_rules.cpp); values live here, except those that ports compute when they are read. An object is write-only:
// it can be added and installed, never read back.
class ManagementTree {
 public:
  struct Reply {
    StatusCode status = StatusCode::ok;
    std::optional<Value> value;  // of a successful get
  };
  struct ExecReply {
    StatusCode status = StatusCode::ok;
    // Of Operations/Install: what the generic alert is to say.
    std::optional<InstallResult> result;
    std::string mcim;
    std::string transaction;
  };

  // The ports outlive the tree.
  ManagementTree(DeviceDescription device, IdentityPort& identity, EvidencePort& evidence, InstallPort& install);

  // Forgets what an interrupted download left (an object without a result), so that the next session may start anew.
  void begin_session();

  Reply get(std::string_view uri, const Principal& principal);
  StatusCode add(std::string_view uri, Value value, const Principal& principal);
  StatusCode replace(std::string_view uri, Value value, const Principal& principal);
  StatusCode remove(std::string_view uri, const Principal& principal);
  // `correlator`: the transaction that the server means, if it said one; Install refuses another one's object.
  // Install of a transaction that has a result gives that result again and touches nothing.
  ExecReply exec(std::string_view uri, std::string_view correlator, const Principal& principal);

  // The leaf as the machine itself sees it, without access rules; nothing if it has no stored value.
  std::optional<std::string> text(std::string_view uri) const;

  // For an Atomic that fails: everything stored, and putting it back.
  using Snapshot = std::map<std::string, Value, std::less<>>;
  Snapshot snapshot() const { return values_; }
  void restore(Snapshot snapshot) { values_ = std::move(snapshot); }

  static constexpr std::size_t kMaxObjectOctets = 256U << 10U;
  static constexpr std::size_t kMaxNodes = 1024;

 private:
  struct Found {
    StatusCode status;
    const NodeRule* rule;
  };
  Found find(std::string_view uri, Access wanted, const Principal& principal) const;
  StatusCode store(std::string_view uri, Value value, const NodeRule& rule);
  Reply computed(std::string_view uri, const NodeRule& rule);
  Reply evidence();
  Reply children(std::string_view uri) const;
  ExecReply install(const std::string& mcim, std::string_view correlator);

  IdentityPort& identity_;
  EvidencePort& evidence_;
  InstallPort& install_;
  Snapshot values_;  // leaves with a stored value, by full path
};

}  // namespace foothold::dm
