// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "tre_emu/transport/apdu_frames.h"
#include "tre_emu/transport/sap_card.h"
#include "tre_emu/transport/served_tre.h"

namespace foothold::tre_emu::transport {

// What a terminal says on its connection, and the answers to it. Its end is the end of the terminal session.
class TerminalStream {
 public:
  virtual ~TerminalStream() = default;
  virtual void feed(ByteView octets) = 0;
  // The next message to send; empty if more input is needed first. After an error the connection is of no use.
  virtual Result<std::optional<Bytes>> next() = 0;
  // Whether the peer takes whatever one read() gives for one message.
  virtual bool one_message_a_read() const { return false; }
};

// APDUs in frames (docs/interfaces.md section 3).
class ApduStream : public TerminalStream {
 public:
  explicit ApduStream(ServedTre tre) : tre_(tre), connection_(tre_.connect()) {}
  ~ApduStream() override { tre_.disconnect(connection_); }
  void feed(ByteView octets) override { frames_.feed(octets); }
  Result<std::optional<Bytes>> next() override {
    const auto apdu = frames_.next();
    if (!apdu) return std::nullopt;
    return encode_frame(tre_.answer(connection_, *apdu));
  }

 private:
  ServedTre tre_;
  Tre::Connection connection_;
  ApduFrames frames_;
};

// The SIM Access Profile.
class SapStream : public TerminalStream {
 public:
  explicit SapStream(ServedTre tre) : card_(tre) {}
  void feed(ByteView octets) override { frames_.feed(octets); }
  Result<std::optional<Bytes>> next() override {
    if (waiting_.empty()) {
      const auto message = frames_.next();
      if (!message) return tl::unexpected(message.error());
      if (!*message) return std::nullopt;
      for (const auto& answer : card_.on_message(**message)) waiting_.push_back(encode_sap(answer));
    }
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
  }
  bool one_message_a_read() const override { return true; }

 private:
  SapFrames frames_;
  SapCard card_;
  std::deque<Bytes> waiting_;  // two at most
};

}  // namespace foothold::tre_emu::transport
