// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/bootstrapping.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/base64.h"
#include "base/hex.h"
#include "gsm/identity/names.h"
#include "operators/ro/icf/icf_events.h"
#include "pki/gba.h"

namespace foothold::operators::icf {

namespace {

constexpr const char* kAlgorithm = "AKAv1-MD5";
constexpr const char* kQop = "auth-int";  // TS 24.109 4.2: the body is protected, too

// xsd:dateTime, in UTC.
std::string date_time(std::chrono::sys_seconds time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

// TS 24.109 annex C.
std::string bootstrapping_info(const std::string& btid, std::chrono::sys_seconds expiry) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<BootstrappingInfo xmlns=\"uri:3gpp-gba\"><btid>" + btid +
         "</btid><lifetime>" + date_time(expiry) + "</lifetime></BootstrappingInfo>\n";
}

bool same_digest(const std::string& a, const std::string& b) {
  return a.size() == b.size() &&
         detail::equal_in_constant_time(reinterpret_cast<const std::uint8_t*>(a.data()),
                                        reinterpret_cast<const std::uint8_t*>(b.data()), a.size());
}

// Whether the answer is to our challenge in every parameter that the digest does not itself bind to it.
std::string mismatch(const pki::DigestCredentials& credentials, const std::string& realm, const std::string& impi,
                     const std::string& opaque, const std::string& path) {
  if (credentials.username != impi) return "the IMPI is not the one that was challenged";
  if (credentials.realm != realm) return "the realm is not ours";
  if (credentials.opaque != opaque) return "the opaque value is not ours";
  if (credentials.uri != path) return "the digest is for another path";
  if (credentials.algorithm != kAlgorithm) return "the algorithm is not AKAv1-MD5";
  if (credentials.qop != kQop) return "the quality of protection is not auth-int";
  if (credentials.nc != "00000001") return "a challenge serves once: nc must be 00000001";
  return {};
}

}  // namespace

Bootstrapping::Bootstrapping(Settings settings, AuthenticationStore& store, VectorSource& vectors,
                             pki::RandomSource random)
    : settings_(std::move(settings)),
      realm_(gsm::bsf_name(settings_.plmn)),
      store_(store),
      vectors_(vectors),
      random_(std::move(random)) {}

UbOutcome Bootstrapping::on_request(const UbRequest& request, TimePoint now, std::chrono::sys_seconds wall_clock) {
  if (request.authorization.empty()) return refuse(400, "", request, "no Authorization header: whose request is it?");
  const auto credentials = pki::DigestCredentials::parse(request.authorization);
  if (!credentials) return refuse(400, "", request, to_string(credentials.error()));
  const auto pcid = pcid_of(credentials->username);
  if (!pcid) return refuse(403, "", request, pcid.error().what);
  if (credentials->nonce.empty() || (credentials->response.empty() && credentials->auts.empty()))
    return challenge(*pcid, credentials->username, request, now);
  const auto open = take(credentials->nonce, now);
  if (!open) {  // expired, used, or never ours: the device may begin again
    auto outcome = challenge(*pcid, credentials->username, request, now);
    outcome.events.insert(outcome.events.begin(),
                          bootstrapping_refused(pcid->digits(), request.ip, "the challenge is expired or unknown"));
    return outcome;
  }
  const auto wrong = mismatch(*credentials, realm_, open->impi, open->opaque, request.path);
  if (!wrong.empty()) return refuse(403, open->pcid.digits(), request, wrong);
  if (!credentials->auts.empty()) return resynchronise(*credentials, *open, request, now);
  return check(*credentials, *open, request, wall_clock);
}

Result<gsm::Imsi> Bootstrapping::pcid_of(const std::string& impi) const {
  const auto pcid = gsm::Imsi::parse(impi.substr(0, impi.find('@')));
  if (!pcid || !pcid->digits().starts_with(settings_.plmn.digits()) ||
      impi != gsm::impi_from_imsi(*pcid, settings_.plmn))
    return fail("not the IMPI of a PCID of this operator", "username");
  return pcid;
}

UbOutcome Bootstrapping::challenge(const gsm::Imsi& pcid, const std::string& impi, const UbRequest& request,
                                   TimePoint now) {
  make_room(pcid, now);
  if (by_nonce_.size() >= kMaxChallenges) return refuse(503, pcid.digits(), request, "too many challenges are open");
  const auto vectors = vectors_.make(pcid, 1);
  if (!vectors) return refuse(500, pcid.digits(), request, to_string(vectors.error()));
  if (!*vectors) return refuse(403, pcid.digits(), request, "no credential of this PCID: it never attached");
  const auto& quintet = (*vectors)->front();
  std::array<std::uint8_t, 8> opaque{};
  if (auto filled = random_(opaque); !filled) return refuse(500, pcid.digits(), request, filled.error().what);

  pki::DigestChallenge header;
  header.realm = realm_;
  header.nonce = pki::AkaNonce{quintet.rand, pki::gba::gba_u_autn(quintet.autn, quintet.ik.reveal())}.to_text();
  header.algorithm = kAlgorithm;
  header.qop = kQop;
  header.opaque = to_hex(opaque);
  by_nonce_.emplace(header.nonce,
                    Challenge{pcid, impi, header.opaque, quintet.rand, Bytes(quintet.xres.begin(), quintet.xres.end()),
                              quintet.ck, quintet.ik, now + kChallengeLifetime});
  by_age_.push_back(header.nonce);

  UbOutcome outcome;
  outcome.answer.status = 401;
  outcome.answer.headers = {{"WWW-Authenticate", header.to_header()}};
  outcome.events.push_back(challenged(pcid.digits(), request.ip));
  return outcome;
}

UbOutcome Bootstrapping::check(const pki::DigestCredentials& credentials, const Challenge& challenge,
                               const UbRequest& request, std::chrono::sys_seconds wall_clock) {
  const auto pcid = challenge.pcid.digits();
  const auto expected = pki::digest_response(credentials, challenge.xres, request.method, request.body);
  if (!expected) return refuse(400, pcid, request, to_string(expected.error()));
  if (!same_digest(*expected, credentials.response)) return refuse(403, pcid, request, "the device's RES is wrong");

  UbOutcome outcome;
  const auto btid = pki::gba::btid_of(challenge.rand, realm_);
  outcome.answer.status = 200;
  outcome.answer.content_type = "application/vnd.3gpp.bsf+xml";
  outcome.answer.body = bootstrapping_info(btid, wall_clock + kKeyLifetime);
  const auto rspauth = pki::digest_rspauth(credentials, challenge.xres, outcome.answer.body);
  if (!rspauth) return refuse(500, pcid, request, to_string(rspauth.error()));
  const pki::DigestAuthenticationInfo info{*rspauth, credentials.cnonce, credentials.nc, credentials.qop};
  outcome.answer.headers = {{"Authentication-Info", info.to_header()}, {"Expires", "0"}, {"Cache-Control", "no-store"}};
  const auto ks = pki::gba::ks(challenge.ck.reveal(), challenge.ik.reveal());
  outcome.bootstrapped =
      Bootstrapped{challenge.pcid, request.ip, btid,
                   pki::gba::ks_int_naf(ks, challenge.rand, challenge.impi, pki::gba::naf_id(settings_.drf_name))};
  outcome.events.push_back(icf::bootstrapped(pcid, request.ip, btid));
  return outcome;
}

UbOutcome Bootstrapping::resynchronise(const pki::DigestCredentials& credentials, const Challenge& challenge,
                                       const UbRequest& request, TimePoint now) {
  const auto pcid = challenge.pcid.digits();
  const auto octets = from_base64(credentials.auts);
  gsm::auth::Auts auts;
  if (!octets || octets->size() != auts.size()) return refuse(400, pcid, request, "AUTS is not 14 octets in base64");
  std::copy(octets->begin(), octets->end(), auts.begin());
  const auto outcome = store_.resynchronise(challenge.pcid, challenge.rand, auts);
  if (!outcome) return refuse(500, pcid, request, to_string(outcome.error()));
  if (*outcome != AuthenticationStore::Resynchronisation::done)
    return refuse(403, pcid, request, "AUTS is not of this PCID's USIM");
  auto again = this->challenge(challenge.pcid, challenge.impi, request, now);
  again.events.insert(again.events.begin(), icf_event(trace::Kind::decision, "resynchronised", challenge.pcid, ""));
  return again;
}

UbOutcome Bootstrapping::refuse(int status, const std::string& pcid, const UbRequest& request,
                                const std::string& reason) const {
  UbOutcome outcome;
  outcome.answer.status = status;
  outcome.events.push_back(bootstrapping_refused(pcid, request.ip, reason));
  return outcome;
}

std::optional<Bootstrapping::Challenge> Bootstrapping::take(const std::string& nonce, TimePoint now) {
  const auto found = by_nonce_.find(nonce);
  if (found == by_nonce_.end()) return std::nullopt;
  auto challenge = std::move(found->second);
  by_nonce_.erase(found);
  by_age_.erase(std::find(by_age_.begin(), by_age_.end(), nonce));
  if (now >= challenge.deadline) return std::nullopt;
  return challenge;
}

void Bootstrapping::make_room(const gsm::Imsi& pcid, TimePoint now) {
  while (!by_age_.empty() && now >= by_nonce_.at(by_age_.front()).deadline) forget(by_age_.begin());
  const auto is_of_pcid = [&](const std::string& nonce) { return by_nonce_.at(nonce).pcid == pcid; };
  const auto open = static_cast<std::size_t>(std::count_if(by_age_.begin(), by_age_.end(), is_of_pcid));
  if (open >= kMaxPerPcid) forget(std::find_if(by_age_.begin(), by_age_.end(), is_of_pcid));
}

void Bootstrapping::forget(std::deque<std::string>::iterator nonce) {
  by_nonce_.erase(*nonce);
  by_age_.erase(nonce);
}

}  // namespace foothold::operators::icf
