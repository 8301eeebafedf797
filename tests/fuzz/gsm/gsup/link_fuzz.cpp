// SPDX-License-Identifier: AGPL-3.0-or-later
#include <cstdlib>

#include "gsm/gsup/client_connection.h"
#include "gsm/gsup/server_connection.h"

// The first octet says in what pieces the rest arrives; the pieces must not matter.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace foothold::gsm::gsup;
  if (size == 0) return 0;
  const std::size_t step = 1 + data[0] % 32;
  const foothold::ByteView stream(data + 1, size - 1);
  const TimePoint now{};
  ServerConnection in_pieces;
  ServerConnection at_once;
  ClientConnection client("VNO");
  in_pieces.start();
  at_once.start();
  client.start(now);
  std::size_t effects = 0;
  for (std::size_t at = 0; at < stream.size(); at += step) {
    const auto piece = stream.subspan(at, std::min(step, stream.size() - at));
    effects += in_pieces.receive(piece).size();
    client.receive(piece, now);
  }
  if (effects != at_once.receive(stream).size()) std::abort();
  return 0;
}
