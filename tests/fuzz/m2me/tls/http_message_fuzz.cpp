// SPDX-License-Identifier: AGPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "m2me/tls/http_message.h"

namespace {

using namespace foothold;
using namespace foothold::m2me;

struct Outcome {
  bool failed = false;
  bool complete = false;
  HttpResponse response;
};

// Fed in pieces of `piece` octets.
Outcome parse(ByteView octets, std::size_t piece) {
  HttpResponseParser parser;
  Outcome outcome;
  while (!octets.empty()) {
    const auto part = octets.first(std::min(piece, octets.size()));
    octets = octets.subspan(part.size());
    const auto complete = parser.feed(part);
    outcome.failed = !complete;
    if (!complete) return outcome;
    outcome.complete = *complete;
  }
  outcome.response = parser.take();
  if (outcome.response.body.size() > HttpResponseParser::kLargestBody) std::abort();
  return outcome;
}

}  // namespace

// How a response is cut into pieces makes no difference to what is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto whole = parse({data, size}, size);
  const auto pieces = parse({data, size}, 3);
  if (whole.failed != pieces.failed) std::abort();
  if (whole.failed) return 0;
  if (whole.complete != pieces.complete) std::abort();
  if (whole.complete && whole.response.body != pieces.response.body) std::abort();
  return 0;
}
