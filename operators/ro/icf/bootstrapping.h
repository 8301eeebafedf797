// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gsm/identity/plmn.h"
#include "operators/ro/icf/vector_source.h"
#include "pki/digest_aka.h"
#include "trace/event.h"

namespace foothold::operators::icf {

// What arrived on Ub.
struct UbRequest {
  std::string method;
  std::string path;
  std::string authorization;  // header, empty if there was none
  std::string body;
  std::string ip;  // the device's address, as the connection shows it (H5)
};

struct UbAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;
  std::string body;
};

// A device proved that it has the PCID's credential: what the DRF is to be told (step 8).
struct Bootstrapped {
  gsm::Imsi pcid;
  std::string ip;
  std::string btid;
  Secret<32> ks_int_naf;  // the DRF's
};

struct UbOutcome {
  UbAnswer answer;
  std::vector<trace::Event> events;
  std::optional<Bootstrapped> bootstrapped;
};

// The ICF as Bootstrapping Server Function (TS 33.220 4.5.2 with GBA_U, TS 24.109 4): step 7. Sans-I/O.
//
//   GET without an answer to a challenge --> 401, challenge: RAND || AUTN*, of a vector that no network ever saw (H4)
//   right answer, in time  --> 200 with the B-TID
//   AUTS                   --> SQN set right, 401 with a new challenge
//   wrong answer, PCID of another operator or without credential --> 403
// A challenge serves once. A PCID has at most kMaxPerPcid open ones: the oldest makes room.
class Bootstrapping {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMaxChallenges = 4096;
  static constexpr std::size_t kMaxPerPcid = 3;
  static constexpr std::chrono::seconds kChallengeLifetime{60};
  static constexpr std::chrono::hours kKeyLifetime{1};

  struct Settings {
    gsm::Plmn plmn;        // the RO's
    std::string drf_name;  // FQDN in the DRF's NAF_Id
  };

  Bootstrapping(Settings settings, AuthenticationStore& store, VectorSource& vectors, pki::RandomSource random);

  UbOutcome on_request(const UbRequest& request, TimePoint now, std::chrono::sys_seconds wall_clock);
  std::size_t open_challenges() const { return by_nonce_.size(); }

 private:
  struct Challenge {
    gsm::Imsi pcid;
    std::string impi;
    std::string opaque;
    gsm::auth::Rand rand;
    Bytes xres;
    Secret<16> ck;
    Secret<16> ik;
    TimePoint deadline;
  };

  Result<gsm::Imsi> pcid_of(const std::string& impi) const;
  UbOutcome challenge(const gsm::Imsi& pcid, const std::string& impi, const UbRequest& request, TimePoint now);
  UbOutcome check(const pki::DigestCredentials& credentials, const Challenge& challenge, const UbRequest& request,
                  std::chrono::sys_seconds wall_clock);
  UbOutcome resynchronise(const pki::DigestCredentials& credentials, const Challenge& challenge,
                          const UbRequest& request, TimePoint now);
  UbOutcome refuse(int status, const std::string& pcid, const UbRequest& request, const std::string& reason) const;
  std::optional<Challenge> take(const std::string& nonce, TimePoint now);
  void make_room(const gsm::Imsi& pcid, TimePoint now);
  void forget(std::deque<std::string>::iterator nonce);

  Settings settings_;
  std::string realm_;  // the BSF's name
  AuthenticationStore& store_;
  VectorSource& vectors_;
  pki::RandomSource random_;
  std::map<std::string, Challenge> by_nonce_;
  std::deque<std::string> by_age_;  // nonces
};

}  // namespace foothold::operators::icf
