// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "trace/sink.h"

namespace foothold::trace {

// Hands each event, stamped once, to several sinks in order. The set is fixed at construction.
class TeeSink : public Sink {
 public:
  explicit TeeSink(std::vector<std::unique_ptr<Sink>> sinks) : sinks_(std::move(sinks)) {}

  void write(Event event) override;

 private:
  std::vector<std::unique_ptr<Sink>> sinks_;
};

}  // namespace foothold::trace
