// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/give_way.h"

#include <sys/resource.h>
#include <unistd.h>

namespace foothold::gui {

void give_way() {
  constexpr int kNicer = 3;
  // On Linux the nice value is the thread's own, while QThread's priorities mean nothing to the usual scheduler. That
  // it fails costs smoothness only.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNicer);
}

}  // namespace foothold::gui
