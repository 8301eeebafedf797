// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "dm/client_session/client_session.h"
#include "m2me/tls/https_client.h"
#include "trace/sink.h"

namespace foothold::m2me {

// Carries one management session of `session` over HTTPS (SyncML over HTTP, OMA-TS-SyncML-HTTPBinding) to its end.
// Error: the server cannot be reached at all; a session that began and broke is an outcome.
Result<dm::ClientOutcome> run_session(dm::ClientSession& session, HttpsClient& client, const std::string& path,
                                      trace::Sink& sink);

}  // namespace foothold::m2me
