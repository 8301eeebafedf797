// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::pki {

// Owners of OpenSSL's objects, each with the function that frees it.
template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const noexcept {
    kFree(object);
  }
};

using BignumHandle = std::unique_ptr<BIGNUM, Free<BN_free>>;
using BioHandle = std::unique_ptr<BIO, Free<BIO_free_all>>;
using CmsHandle = std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>>;
using MdContextHandle = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using PkeyHandle = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using PkeyContextHandle = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using SslContextHandle = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using X509Handle = std::unique_ptr<X509, Free<X509_free>>;
using X509StoreHandle = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using X509StoreContextHandle = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;

// A read-only BIO over `bytes`, which must outlive it. Null on lack of memory or more than 2 GiB.
BioHandle open_bio(ByteView bytes);

// Empties the thread's OpenSSL error queue and words its first entry: "<what>: <OpenSSL's reason>". The queue names
// algorithms and structures, never key material.
tl::unexpected<Error> openssl_failure(std::string what, std::string field = {}, int answer = 0);

}  // namespace foothold::pki
