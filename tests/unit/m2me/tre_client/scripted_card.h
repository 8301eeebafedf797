// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>

#include "base/hex.h"
#include "m2me/tre_client/apdu_port.h"

namespace foothold::m2me {

// A card that expects these commands in this order, and answers each with what stands beside it (both in hex).
class ScriptedCard : public ApduPort {
 public:
  ScriptedCard& expect(const std::string& command, const std::string& response) {
    script_.emplace_back(from_hex(command).value(), from_hex(response).value());
    return *this;
  }
  // What TreClient::open() and UsimClient::open() do, on channel 1.
  ScriptedCard& expect_opening_of_tre() {
    return expect("00 70 00 00 00", "01 9000").expect("01 a4 04 0c 0a f0464f4f54484f4c4401", "9000");
  }
  ScriptedCard& expect_opening_of_usim() {
    return expect("00 70 00 00 00", "01 9000").expect("01 a4 04 0c 07 a0000000871002", "9000");
  }
  ~ScriptedCard() override { EXPECT_TRUE(script_.empty()) << script_.size() << " commands did not come"; }

  Result<Bytes> transmit(ByteView command) override {
    if (script_.empty()) {
      ADD_FAILURE() << "unexpected command " << to_hex(command);
      return fail("no card");
    }
    const auto [expected, response] = script_.front();
    script_.pop_front();
    EXPECT_EQ(to_hex(command), to_hex(expected));
    if (response.empty()) return fail("the TRE does not answer");
    return response;
  }

 private:
  std::deque<std::pair<Bytes, Bytes>> script_;
};

}  // namespace foothold::m2me
