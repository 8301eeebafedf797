// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "tre_emu/card/apdu.h"
#include "tre_emu/card/application.h"
#include "tre_emu/card/file.h"

namespace foothold::tre_emu::card {

// One logical channel (TS 102 221 8.7): the application, DF and EF that are current on it, and the commands that
// select, read and update files there.
class Channel {
 public:
  explicit Channel(const Card& card) : card_(card) { select_mf(); }

  // The selected application while its ADF or a folder below is current, else null (TS 31.102 7.1.1).
  Application* application() const;
  // Falls back to the MF if the selected application is no longer what it was.
  void follow_application();

  Response select(const Command& command);         // TS 102 221 11.1.1
  Response status(const Command& command) const;   // 11.1.2
  Response read_binary(const Command& command);    // 11.1.3
  Response update_binary(const Command& command);  // 11.1.4
  Response read_record(const Command& command);    // 11.1.5
  Response update_record(const Command& command);  // 11.1.6

 private:
  // Where a selection by path has come to, until all of it is found and becomes current.
  struct Place {
    std::vector<Df*> path;  // from the MF or, below an application, MF and ADF
    Ef* ef = nullptr;
  };

  void select_mf();
  void enter(Application* application);
  Response select_application(const Command& command);
  StatusWord step(Place& place, std::uint16_t fid) const;
  Response selected(const Command& command) const;
  tl::expected<Ef*, StatusWord> by_sfi(std::uint8_t sfi);
  tl::expected<std::size_t, StatusWord> record_number(const Command& command, const Ef& file) const;
  tl::expected<Ef*, StatusWord> record_file(const Command& command);
  StatusWord change(Ef& file, Bytes content);

  const Card& card_;
  Application* application_ = nullptr;
  std::shared_ptr<Df> adf_;  // keeps the tree alive that path_ and ef_ point into
  std::vector<Df*> path_;    // never empty: MF first, current DF last
  Ef* ef_ = nullptr;
  std::size_t record_ = 0;  // current record from 1; 0 if none
};

}  // namespace foothold::tre_emu::card
