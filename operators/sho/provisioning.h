// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "operators/service/http_service.h"
#include "operators/sho/mcim_pool.h"
#include "operators/sho/operators_port.h"
#include "operators/sho/sho_store.h"
#include "operators/sho/subscribers_port.h"
#include "pki/crypto.h"
#include "pki/tls.h"
#include "trace/sink.h"

namespace foothold::operators::sho {

// Everything the SHO does for one device, without threads or sockets: three requests come in, five tasks go out
// through the ports. Every step is in the store before the next, and can be done twice: what was killed goes on where
// it stood. For several threads, but one task of one transaction at a time.
class Provisioning {
 public:
  struct Settings {
    McimPool pool;
    pki::TlsIdentity signer;  // the SHO's signing certificate and key
    std::string apn;          // of the MCIM
    std::chrono::hours object_lifetime{24};
  };
  using Clock = std::function<std::chrono::sys_seconds()>;

  Provisioning(Settings settings, ShoStore& store, OperatorsPort& operators, SubscribersPort& subscribers,
               trace::Sink& events, Clock clock, pki::RandomSource random);

  // Requests of docs/interfaces.md section 6; HTTP adds who may send them.
  JsonAnswer registration(const nlohmann::json& body);
  JsonAnswer evidence(const nlohmann::json& body);
  JsonAnswer report(const nlohmann::json& body);

  // Does the transaction's task and notes the outcome. The error is for another attempt.
  Result<void> perform(const Transaction& transaction);
  // Gives a transaction up after too many attempts.
  void give_up(const Transaction& transaction, const std::string& reason);

 private:
  Result<void> order_evidence(const Transaction& transaction);
  Result<void> ask_verdict(const Transaction& transaction);
  Result<void> deliver_object(const Transaction& transaction);
  Result<void> deliver_refusal(const Transaction& transaction);
  Result<void> make_subscriber(const Transaction& transaction);
  Result<Transaction> make_mcim(const Transaction& transaction);
  Result<Bytes> seal(const Transaction& transaction) const;

  // Moves the transaction on; an incident that came too late changes nothing.
  Result<Transaction> advance(const std::string& id, Incident incident, const ShoStore::Change& change = {});
  void trace(trace::Kind kind, trace::Actor from, const Transaction& transaction, const char* name,
             std::vector<trace::Field> fields);

  Settings settings_;
  ShoStore& store_;
  OperatorsPort& operators_;
  SubscribersPort& subscribers_;
  trace::Sink& events_;
  Clock clock_;
  pki::RandomSource random_;
};

}  // namespace foothold::operators::sho
