// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/drf/bootstrap_push.h"

#include <httplib.h>

#include <algorithm>

#include "dm/bootstrap/bootstrap.h"
#include "dm/bootstrap/content_type.h"
#include "pki/crypto.h"

namespace foothold::operators::drf {
namespace {

// A connection that does not come about is tried again. Once it stands, another would only bring the document again to a
// device that has it, and whose answer was lost on the air: TCP sends that again 1, 3, 7 and 15 s later (RFC 6298 2.1,
// 5.5). The device waits as long for the servers that it asks.
constexpr time_t kConnect = 5;  // s
constexpr time_t kAnswer = 30;  // s, to send, and to hear the answer

}  // namespace

Result<SignedBootstrap> sign_bootstrap(const Contract& contract, const Secret<32>& ks_int_naf) {
  auto document = dm::build_bootstrap({contract.dpf, contract.sho, contract.mcim_context, contract.app_context});
  if (!document) return tl::unexpected(document.error());
  dm::BootstrapContentType type;
  type.mac = pki::hmac_sha1(ks_int_naf.reveal(), *document);
  return SignedBootstrap{dm::to_string(type), std::move(*document)};
}

PushAnswer judge_push(int http_status) {
  if (http_status >= 200 && http_status < 300) return PushAnswer::applied;
  return http_status >= 500 ? PushAnswer::again : PushAnswer::refused;
}

Result<void> BootstrapPush::push(const std::string& address, const SignedBootstrap& bootstrap) {
  const std::string body(bootstrap.document.begin(), bootstrap.document.end());
  std::string last = "was not tried";
  auto delay = policy_.first_delay;
  for (int attempt = 1; attempt <= policy_.attempts; ++attempt) {
    if (attempt > 1) {
      if (!pause(delay)) break;
      delay = std::min(delay * 2, policy_.longest_delay);
    }
    httplib::Client client(address, policy_.port);
    client.set_connection_timeout(kConnect);
    client.set_read_timeout(kAnswer);
    client.set_write_timeout(kAnswer);
    std::size_t answered = 0;
    httplib::Request request;
    request.method = "POST";
    request.path = "/";
    request.body = body;
    request.set_header("Content-Type", bootstrap.content_type);
    // The answer's body says nothing to us: take a little, then stop listening to a device that talks on and on.
    request.content_receiver = [&](const char*, std::size_t size, std::uint64_t, std::uint64_t) {
      constexpr std::size_t kMaxAnswer = 4096;
      return (answered += size) <= kMaxAnswer;
    };
    const auto result = client.send(request);
    if (!result) {
      last = "the device does not answer: " + httplib::to_string(result.error());
      continue;
    }
    const auto judged = judge_push(result->status);
    if (judged == PushAnswer::applied) return {};
    last = result->status == 403   ? "the device found the MAC wrong (403)"
           : result->status == 400 ? "the device found the document malformed (400)"
                                   : "the device answered " + std::to_string(result->status);
    if (judged == PushAnswer::refused) break;
  }
  return fail(last, "bootstrap");
}

void BootstrapPush::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  cancelled_changed_.notify_all();
}

bool BootstrapPush::pause(std::chrono::milliseconds delay) {
  std::unique_lock lock(mutex_);
  return !cancelled_changed_.wait_for(lock, delay, [this] { return cancelled_; });
}

}  // namespace foothold::operators::drf
