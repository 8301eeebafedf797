// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/sho_messages.h"

#include <string_view>

#include "base/base64.h"
#include "dm/syncml/portable_text.h"
#include "operators/service/http_service.h"
#include "pki/strict_json.h"

namespace foothold::operators::dpf {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSegment = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.";

bool consists_of(const std::string& text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string::npos;
}

// Reads members until one is wrong; the first error stays.
class Members {
 public:
  explicit Members(const nlohmann::json& body) : body_(body) {}

  std::string text(const char* name, std::size_t min, std::size_t max) {
    auto value = pki::json_text(body_, name, min, max);
    if (!value) refuse(value.error());
    return value.value_or("");
  }
  std::string transaction() {
    const std::string value = text("transaction", 1, 64);
    if (!dm::is_portable_text(value)) refuse({"is not plain text", "transaction", Error::kNoOffset, 0});
    return value;
  }
  std::string pcid() {
    const std::string value = text("pcid", 6, 15);
    if (!consists_of(value, kDigits)) refuse({"is not 6 to 15 digits", "pcid", Error::kNoOffset, 0});
    return value;
  }
  std::string mcim() {
    const std::string value = text("mcim", 1, 32);
    if (!consists_of(value, kSegment) || value == "." || value == "..") {
      refuse({"is not a name of letters, digits, '-', '_' and '.'", "mcim", Error::kNoOffset, 0});
    }
    return value;
  }
  // Both alphabets of RFC 4648: the PVA's nonces are base64url, objects base64.
  Bytes octets(const char* name, std::size_t min, std::size_t max) {
    const std::string value = text(name, 1, HttpService::kMaxBody);
    auto decoded = from_base64(value);
    if (!decoded) decoded = from_base64url(value);
    if (!decoded || decoded->size() < min || decoded->size() > max) {
      refuse({"is not base64, too short or too long", name, Error::kNoOffset, 0});
      return {};
    }
    return *decoded;
  }
  template <class T>
  Result<T> finish(T request) {
    if (error_) return tl::unexpected(*error_);
    return request;
  }

 private:
  void refuse(Error error) {
    if (!error_) error_ = std::move(error);
  }

  const nlohmann::json& body_;
  std::optional<Error> error_;
};

}  // namespace

Result<OrderRequest> parse_order(const nlohmann::json& body) {
  Members members(body);
  return members.finish(OrderRequest{members.transaction(), members.pcid(), members.octets("nonce", 8, 64)});
}

Result<ObjectRequest> parse_object(const nlohmann::json& body) {
  Members members(body);
  return members.finish(ObjectRequest{members.transaction(), members.pcid(), members.mcim(),
                                      members.octets("object", 1, HttpService::kMaxBody)});
}

Result<RefusalRequest> parse_refusal(const nlohmann::json& body) {
  Members members(body);
  RefusalRequest request{members.transaction(), members.pcid(), members.text("reason", 1, 4096)};
  request.reason = dm::make_portable(request.reason, 256);
  return members.finish(std::move(request));
}

}  // namespace foothold::operators::dpf
