// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>

#include "tre_emu/card/access_rule.h"
#include "tre_emu/card/apdu.h"
#include "tre_emu/card/application.h"
#include "tre_emu/card/file.h"
#include "tre_emu/card/security_status.h"

namespace foothold::tre_emu::card {

// One logical channel (TS 102 221 8.7): the application, DF and EF that are current on it, and the commands that
// select and use files there. The security status is the session's, shared with its other channels.
class Channel {
 public:
  Channel(const Card& card, SecurityStatus& security) : card_(&card), security_(&security), path_(card.mf.get()) {}

  // The selected application while its ADF or a folder below is current, else null (TS 31.102 7.1.1).
  Application* application() const;
  // Falls back to the MF if the selected application is no longer what it was.
  void follow_application();

  Response select(const Command& command);                         // TS 102 221 11.1.1
  Response status(const Command& command) const;                   // 11.1.2
  Response read_binary(const Command& command);                    // 11.1.3
  Response update_binary(const Command& command);                  // 11.1.4
  Response read_record(const Command& command);                    // 11.1.5
  Response update_record(const Command& command);                  // 11.1.6
  Response search_record(const Command& command);                  // 11.1.7
  Response increase(const Command& command);                       // 11.1.8
  Response set_activated(const Command& command, bool activated);  // 11.1.14, 11.1.15

 private:
  using Found = tl::expected<Ef*, StatusWord>;

  // Where a selection has come to, until all of it is found and becomes current.
  struct Place {
    Path path;
    Ef* ef = nullptr;
  };

  void enter(Application* application);
  Response select_application(const Command& command);
  tl::expected<Place, StatusWord> resolve(std::uint8_t how, ByteView data) const;
  StatusWord step(Place& place, std::uint16_t fid) const;
  StatusWord walk(Place& place, ByteView fids, bool from_mf) const;
  Response selected(const Command& command) const;

  Found by_sfi(std::uint8_t sfi);
  Found record_file(const Command& command);
  // ok where the file is active and its rule lets `mode` pass.
  StatusWord may(const Ef& file, AccessMode mode) const;
  tl::expected<std::size_t, StatusWord> record_number(const Command& command, const Ef& file) const;
  StatusWord change(Ef& file, Bytes content);
  FileOwner* owner() const;

  const Card* card_;
  SecurityStatus* security_;
  Application* application_ = nullptr;
  std::shared_ptr<Df> adf_;  // keeps the tree alive that path_ and ef_ point into
  Path path_;
  Ef* ef_ = nullptr;
  std::size_t record_ = 0;  // current record from 1; 0 if none
};

}  // namespace foothold::tre_emu::card
