// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/gba/ub_exchange.h"

#include <algorithm>
#include <pugixml.hpp>
#include <string_view>
#include <utility>

#include "base/base64.h"

namespace foothold::m2me {

namespace {

constexpr std::size_t kLargestInfo = 16384;
constexpr std::size_t kLongestText = 256;

std::string_view as_text(ByteView octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

// qop is a list of which we take auth-int alone: the BSF's answer is to be protected too (TS 24.109 4.2).
bool offers_auth_int(std::string_view list) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view one = list.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == "auth-int") return true;
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return false;
}

// An element's text, whatever prefix its namespace has.
std::string child_text(const pugi::xml_node& parent, std::string_view name) {
  for (const auto& child : parent.children()) {
    std::string_view child_name = child.name();
    if (const auto colon = child_name.find(':'); colon != std::string_view::npos) child_name.remove_prefix(colon + 1);
    if (child_name == name) return child.text().get();
  }
  return {};
}

bool is_printable(const std::string& text) {
  return !text.empty() && text.size() <= kLongestText &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

UbExchange::UbExchange(std::string impi, std::string realm_hint, std::string path, std::string cnonce)
    : impi_(std::move(impi)), realm_hint_(std::move(realm_hint)), path_(std::move(path)), cnonce_(std::move(cnonce)) {}

HttpRequest UbExchange::start() {
  state_ = State::challenged;
  pki::DigestCredentials first;
  first.username = impi_;
  first.realm = realm_hint_;
  first.uri = path_;
  return {"GET", path_, {{"Authorization", first.to_header()}}, {}};
}

Result<UbExchange::Next> UbExchange::on_response(const HttpResponse& response) {
  switch (state_) {
    case State::challenged:
    case State::resynchronising:
      if (response.status == 401) return on_challenge(response);
      if (response.status == 403 || response.status == 404) return end("the BSF does not know this identity");
      break;
    case State::answering:
      if (response.status == 200) return on_success(response);
      if (response.status == 401 || response.status == 403) return end("the BSF refuses our RES");
      break;
    case State::idle:
    case State::asking_usim:
    case State::ended:
      return end("the BSF's response comes without a request");
  }
  return end("the BSF answers with HTTP status " + std::to_string(response.status));
}

Result<UbExchange::Next> UbExchange::on_challenge(const HttpResponse& response) {
  auto challenge = pki::DigestChallenge::parse(response.header("WWW-Authenticate"));
  if (!challenge) return end("the BSF's challenge: " + to_string(challenge.error()), "WWW-Authenticate");
  if (challenge->algorithm != "AKAv1-MD5") return end("the BSF does not ask for AKAv1-MD5", "algorithm");
  if (!offers_auth_int(challenge->qop)) return end("the BSF does not offer auth-int", "qop");
  auto nonce = pki::AkaNonce::parse(challenge->nonce);
  if (!nonce) return end("the BSF's challenge: " + to_string(nonce.error()), "nonce");
  challenge_ = std::move(*challenge);
  state_ = State::asking_usim;
  return AskUsim{nonce->rand, nonce->autn};
}

Result<UbExchange::Next> UbExchange::on_usim(const GbaAuthentication& result) {
  if (state_ != State::asking_usim) return end("the USIM was not asked");
  if (const auto* response = std::get_if<GbaResponse>(&result)) {
    state_ = State::answering;
    res_ = response->res;
    return answer(res_, {});
  }
  if (const auto* failure = std::get_if<SynchronisationFailure>(&result)) {
    if (resynchronised_) return end("the USIM reports a synchronisation failure twice");
    resynchronised_ = true;
    state_ = State::resynchronising;
    // With AUTS goes the digest of an empty password (RFC 3310 3.4).
    return answer({}, to_base64(failure->auts));
  }
  return end("the USIM refuses the BSF: wrong MAC");
}

Result<UbExchange::Next> UbExchange::answer(Bytes password, std::string auts) {
  credentials_ = {};
  credentials_.username = impi_;
  credentials_.realm = challenge_.realm;
  credentials_.nonce = challenge_.nonce;
  credentials_.uri = path_;
  credentials_.algorithm = challenge_.algorithm;
  credentials_.qop = "auth-int";
  credentials_.nc = "00000001";  // each challenge is answered once
  credentials_.cnonce = cnonce_;
  credentials_.opaque = challenge_.opaque;
  credentials_.auts = std::move(auts);
  auto response = pki::digest_response(credentials_, password, "GET", "");
  if (!response) return end(to_string(response.error()));
  credentials_.response = std::move(*response);
  return HttpRequest{"GET", path_, {{"Authorization", credentials_.to_header()}}, {}};
}

Result<UbExchange::Next> UbExchange::on_success(const HttpResponse& response) {
  const std::string body(as_text(response.body));
  auto info = pki::DigestAuthenticationInfo::parse(response.header("Authentication-Info"));
  if (!info) return end("the BSF does not prove itself: " + to_string(info.error()), "Authentication-Info");
  auto expected = pki::digest_rspauth(credentials_, res_, body);
  if (!expected) return end(to_string(expected.error()));
  std::transform(info->rspauth.begin(), info->rspauth.end(), info->rspauth.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (info->rspauth != *expected) return end("the BSF's proof (rspauth) is wrong", "Authentication-Info");
  auto bootstrapping = parse_bootstrapping_info(response.body);
  if (!bootstrapping) return end(bootstrapping.error().what, bootstrapping.error().field);
  state_ = State::ended;
  return std::move(*bootstrapping);
}

tl::unexpected<Error> UbExchange::end(std::string why, std::string field) {
  state_ = State::ended;
  return fail(std::move(why), std::move(field));
}

Result<Bootstrapping> parse_bootstrapping_info(ByteView xml) {
  if (xml.size() > kLargestInfo) return fail("has more than 16 KiB", "BootstrappingInfo");
  pugi::xml_document document;
  // pugixml neither expands entities of a DTD nor loads anything; minimal parsing is all that this takes.
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default)) {
    return fail("is no XML", "BootstrappingInfo");
  }
  const auto root = document.document_element();
  Bootstrapping info{child_text(root, "btid"), child_text(root, "lifetime")};
  if (!std::string_view(root.name()).ends_with("BootstrappingInfo")) return fail("is missing", "BootstrappingInfo");
  if (!is_printable(info.btid)) return fail("is missing or no B-TID", "btid");
  if (!is_printable(info.lifetime)) return fail("is missing or no time", "lifetime");
  return info;
}

}  // namespace foothold::m2me
