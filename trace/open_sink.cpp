// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/open_sink.h"

#include <cstdio>
#include <utility>
#include <vector>

#include "trace/log_sink.h"
#include "trace/stream_sink.h"
#include "trace/tee_sink.h"

namespace foothold::trace {

Result<std::unique_ptr<Sink>> open_sink(const std::string& collector_path, std::string program) {
  auto log = std::make_unique<LogSink>(stderr);
  if (collector_path.empty()) return log;
  auto stream = connect_stream(collector_path, std::move(program));
  if (!stream) return tl::unexpected(stream.error());
  std::vector<std::unique_ptr<Sink>> sinks;
  sinks.push_back(std::move(log));
  sinks.push_back(std::move(*stream));
  return std::make_unique<TeeSink>(std::move(sinks));
}

}  // namespace foothold::trace
