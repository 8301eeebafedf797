// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "lab/card/card_link.h"

namespace foothold::lab {

inline Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

// A card that knows answers to whole commands, both as hex, and 6A82 to every other. It keeps what it was asked.
struct ScriptedCard {
  std::map<std::string, std::string> answers;
  std::vector<std::string> asked;
  bool gone = false;

  CardExchange exchange() {
    return [this](ByteView command) -> Result<Bytes> {
      if (gone) return fail("the card closed the connection", "card");
      asked.push_back(to_hex(command));
      const auto found = answers.find(asked.back());
      return hex(found == answers.end() ? "6a82" : found->second);
    };
  }
};

// FCP of a folder, of a transparent file of 9 octets and of two records of 3.
inline constexpr auto kFolder = "62048202782190 00";
inline constexpr auto kTransparent = "620882024121800200099000";
inline constexpr auto kRecords = "62078205422100030290 00";

inline std::string packed(std::string text) {
  std::erase(text, ' ');
  return text;
}

// A card with MF, EF_ICCID (9 octets here) and EF_DIR.
inline ScriptedCard small_card() {
  return {{{"00a40004023f00", packed(kFolder)},
           {"00a40004022fe2", packed(kTransparent)},
           {"00b0000009", "0102030405060708099000"},
           {"00a40004022f00", packed(kRecords)},
           {"00b2010403", "a1a2a39000"},
           {"00b2020403", "b1b2b39000"}},
          {},
          false};
}

}  // namespace foothold::lab
