// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Captures from anywhere: read whole and in two pieces they give the same rows, and every row gives an event or an
// error. The first octet chooses a filter, so that its comparisons see strange events, too.
#include <array>
#include <cstdlib>

#include "gui/capture/capture_data.h"
#include "gui/capture/filter.h"

using namespace foothold::gui::capture;
using foothold::ByteView;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array kFilters = {"imsi == 1 or text ~ a", "actor == TRE and not time > 1", "name ~ gmm"};
  const ByteView input(data, size);
  CaptureIndex whole;
  whole.feed(input);
  CaptureIndex pieces;
  pieces.feed(input.first(size / 2));
  pieces.feed(input.subspan(size / 2));
  IndexBatch batch = whole.take();
  if (batch.rows.size() != pieces.take().rows.size()) std::abort();

  auto file = CaptureFile::create_spool();
  if (!file || !(*file)->append(input)) return 0;
  CaptureData capture(*file);
  capture.append(std::move(batch));
  const auto filter = Filter::parse(kFilters[size % kFilters.size()]);
  for (std::size_t row = 0; row < capture.size(); ++row) {
    // Every octet of a row is in the file: what the index says is true.
    if (!capture.event(row)) std::abort();
    filter->matches(capture, row);
  }
  return 0;
}
