// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/openssl_handles.h"

#include <openssl/err.h>

#include <climits>

namespace foothold::pki {

BioHandle open_bio(ByteView bytes) {
  if (bytes.size() > static_cast<std::size_t>(INT_MAX)) return nullptr;
  return BioHandle(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

tl::unexpected<Error> openssl_failure(std::string what, std::string field, int answer) {
  const unsigned long first = ERR_get_error();
  ERR_clear_error();
  if (const char* reason = first ? ERR_reason_error_string(first) : nullptr) what += std::string(": ") + reason;
  return fail(std::move(what), std::move(field), Error::kNoOffset, answer);
}

}  // namespace foothold::pki
