// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/vector_source.h"

namespace foothold::operators::icf {

Result<std::optional<std::vector<gsm::auth::Quintet>>> VectorSource::make(const gsm::Imsi& pcid, std::size_t count) {
  const auto reserved = store_.reserve(pcid, count);
  if (!reserved) return tl::unexpected(reserved.error());
  if (!*reserved) return std::nullopt;
  std::vector<gsm::auth::Quintet> vectors;
  for (const auto sqn : (*reserved)->sqns) {
    gsm::auth::Rand rand;
    if (auto filled = random_(rand); !filled) return tl::unexpected(filled.error());
    vectors.push_back(gsm::auth::make_quintet((*reserved)->key, (*reserved)->amf, sqn, rand));
  }
  return vectors;
}

}  // namespace foothold::operators::icf
