// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/file_digest.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "pki/openssl_handles.h"

namespace foothold::pki {
namespace {

constexpr std::size_t kPart = 1U << 20U;

}  // namespace

Result<Sha256Digest> sha256_of_file(const std::filesystem::path& file) {
  std::error_code error;
  // A folder opens, too, and a pipe does not end.
  if (std::filesystem::exists(file, error) && !std::filesystem::is_regular_file(file, error))
    return fail("is not a regular file", file.string());
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(std::string("cannot be opened: ") + std::strerror(errno), file.string());

  const MdContextHandle context(EVP_MD_CTX_new());
  Sha256Digest digest{};
  bool done = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  Bytes part(kPart);
  while (done && stream) {
    stream.read(reinterpret_cast<char*>(part.data()), static_cast<std::streamsize>(part.size()));
    done = EVP_DigestUpdate(context.get(), part.data(), static_cast<std::size_t>(stream.gcount())) == 1;
  }
  if (!done || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot compute a digest");
  if (stream.bad()) return fail("cannot be read", file.string());
  return digest;
}

}  // namespace foothold::pki
