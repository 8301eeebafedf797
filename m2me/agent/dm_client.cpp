// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/dm_client.h"

#include <optional>
#include <utility>
#include <variant>

namespace foothold::m2me {
namespace {

constexpr char kContentType[] = "application/vnd.syncml.dm+wbxml";

}  // namespace

Result<dm::ClientOutcome> run_session(dm::ClientSession& session, HttpsClient& client, const std::string& path,
                                      trace::Sink& sink) {
  std::optional<dm::ClientOutcome> outcome;
  bool answered_once = false;
  auto effects = session.start();
  while (true) {
    std::optional<Bytes> to_send;
    for (auto& effect : effects) {
      if (auto* it = std::get_if<dm::ClientSession::SendToServer>(&effect)) to_send = std::move(it->body);
      if (auto* it = std::get_if<dm::ClientSession::WriteEvent>(&effect)) sink.write(std::move(it->event));
      if (auto* it = std::get_if<dm::ClientSession::SessionEnded>(&effect)) outcome = std::move(it->outcome);
    }
    if (!to_send) break;
    HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.headers = {{"Content-Type", kContentType}, {"Accept", kContentType}};
    request.body = std::move(*to_send);
    const auto response = client.request(request);
    if (!response) {
      if (!answered_once) return tl::unexpected(response.error());
      effects = session.on_lost_answer(to_string(response.error()));
    } else if (response->status != 200) {
      effects = session.on_lost_answer("HTTP status " + std::to_string(response->status));
    } else {
      answered_once = true;
      effects = session.on_answer(response->body);
    }
  }
  if (!outcome) return dm::ClientOutcome{dm::ClientOutcome::Kind::failed, {}, {}, "the session ended without a word"};
  return *outcome;
}

}  // namespace foothold::m2me
