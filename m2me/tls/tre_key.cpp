// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tls/tre_key.h"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/provider.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

namespace foothold::m2me {

namespace {

constexpr const char* kProvider = "foothold-tre";
constexpr const char* kGroup = "prime256v1";
constexpr const char* kSignerParameter = "foothold-signer";
constexpr std::size_t kPointSize = 65;         // uncompressed
constexpr std::size_t kLargestSignature = 72;  // ECDSA P-256 in DER
constexpr std::size_t kLargestCertificate = 8192;

// OpenSSL wants its callbacks as C functions in tables of untyped pointers; what they hold is in these two.
struct Key {
  std::array<std::uint8_t, kPointSize> point{};
  bool has_point = false;
  const TlsSigner* signer = nullptr;  // null: a public key, made only to be compared
};

struct Signing {
  const Key* key = nullptr;
};

Key* as_key(void* data) {
  return static_cast<Key*>(data);
}
const Key* as_key(const void* data) {
  return static_cast<const Key*>(data);
}

void* key_new(void*) {
  return new (std::nothrow) Key;
}
void key_free(void* key) {
  delete as_key(key);
}

int key_has(const void* data, int selection) {
  const Key* key = as_key(data);
  const bool public_ok = (selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) == 0 || key->has_point;
  const bool private_ok = (selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) == 0 || key->signer != nullptr;
  return public_ok && private_ok ? 1 : 0;
}

int key_match(const void* a, const void* b, int) {
  return as_key(a)->has_point && as_key(b)->has_point && as_key(a)->point == as_key(b)->point ? 1 : 0;
}

int key_import(void* data, int, const OSSL_PARAM params[]) {
  Key* key = as_key(data);
  const OSSL_PARAM* group = OSSL_PARAM_locate_const(params, OSSL_PKEY_PARAM_GROUP_NAME);
  const char* name = nullptr;
  if (group == nullptr || OSSL_PARAM_get_utf8_string_ptr(group, &name) != 1 || std::strcmp(name, kGroup) != 0) return 0;
  const OSSL_PARAM* point = OSSL_PARAM_locate_const(params, OSSL_PKEY_PARAM_PUB_KEY);
  const void* octets = nullptr;
  std::size_t size = 0;
  if (point == nullptr || OSSL_PARAM_get_octet_string_ptr(point, &octets, &size) != 1 || size != kPointSize) return 0;
  std::memcpy(key->point.data(), octets, size);
  key->has_point = true;
  const OSSL_PARAM* signer = OSSL_PARAM_locate_const(params, kSignerParameter);
  if (signer != nullptr) {
    if (OSSL_PARAM_get_octet_string_ptr(signer, &octets, &size) != 1 || size != sizeof key->signer) return 0;
    std::memcpy(&key->signer, octets, size);
  }
  return 1;
}

const OSSL_PARAM* key_import_types(int) {
  static const OSSL_PARAM kTypes[] = {OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, nullptr, 0),
                                      OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, nullptr, 0),
                                      OSSL_PARAM_octet_string(kSignerParameter, nullptr, 0), OSSL_PARAM_END};
  return kTypes;
}

// Only the public part can leave. OpenSSL asks for the whole key when another provider is to sign with it, and this
// refusal is what makes it come back to ours.
int key_export(void* data, int selection, OSSL_CALLBACK* callback, void* argument) {
  Key* key = as_key(data);
  if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0 || !key->has_point) return 0;
  std::string group = kGroup;
  OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
                         OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, key->point.data(), kPointSize),
                         OSSL_PARAM_END};
  return callback(params, argument);
}

int set_number(OSSL_PARAM params[], const char* name, int number) {
  OSSL_PARAM* param = OSSL_PARAM_locate(params, name);
  return param == nullptr || OSSL_PARAM_set_int(param, number) == 1 ? 1 : 0;
}

int set_text(OSSL_PARAM params[], const char* name, const char* text) {
  OSSL_PARAM* param = OSSL_PARAM_locate(params, name);
  return param == nullptr || OSSL_PARAM_set_utf8_string(param, text) == 1 ? 1 : 0;
}

int set_octets(OSSL_PARAM params[], const char* name, ByteView octets) {
  OSSL_PARAM* param = OSSL_PARAM_locate(params, name);
  return param == nullptr || OSSL_PARAM_set_octet_string(param, octets.data(), octets.size()) == 1 ? 1 : 0;
}

int key_get_params(void* data, OSSL_PARAM params[]) {
  return set_number(params, OSSL_PKEY_PARAM_BITS, 256) & set_number(params, OSSL_PKEY_PARAM_SECURITY_BITS, 128) &
         set_number(params, OSSL_PKEY_PARAM_MAX_SIZE, static_cast<int>(kLargestSignature)) &
         set_text(params, OSSL_PKEY_PARAM_GROUP_NAME, kGroup) &
         set_text(params, OSSL_PKEY_PARAM_DEFAULT_DIGEST, "SHA256") &
         set_octets(params, OSSL_PKEY_PARAM_PUB_KEY, as_key(data)->point);
}

const OSSL_PARAM* key_gettable_params(void*) {
  static const OSSL_PARAM kGettable[] = {OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, nullptr),
                                         OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, nullptr),
                                         OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, nullptr),
                                         OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, nullptr, 0),
                                         OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_DEFAULT_DIGEST, nullptr, 0),
                                         OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, nullptr, 0),
                                         OSSL_PARAM_END};
  return kGettable;
}

const char* key_operation_name(int operation) {
  return operation == OSSL_OP_SIGNATURE ? "ECDSA" : nullptr;
}

void* signing_new(void*, const char*) {
  return new (std::nothrow) Signing;
}
void signing_free(void* signing) {
  delete static_cast<Signing*>(signing);
}

int signing_init(void* data, const char* digest, void* key, const OSSL_PARAM[]) {
  const bool sha256 =
      digest == nullptr || OPENSSL_strcasecmp(digest, "SHA256") == 0 || OPENSSL_strcasecmp(digest, "SHA2-256") == 0;
  if (!sha256 || key == nullptr || as_key(key)->signer == nullptr) return 0;
  static_cast<Signing*>(data)->key = as_key(key);
  return 1;
}

// One call with all the content, never a digest: there is no update and no plain sign.
int signing_sign(void* data, unsigned char* signature, std::size_t* length, std::size_t space,
                 const unsigned char* content, std::size_t size) {
  const Key* key = static_cast<Signing*>(data)->key;
  if (key == nullptr) return 0;
  if (signature == nullptr) {
    *length = kLargestSignature;
    return 1;
  }
  try {
    const auto made = (*key->signer)(ByteView(content, size));
    if (!made || made->empty() || made->size() > space) return 0;
    std::copy(made->begin(), made->end(), signature);
    *length = made->size();
    return 1;
  } catch (...) {  // a C library is above us
    return 0;
  }
}

template <class Function>
OSSL_DISPATCH entry(int id, Function* function) {
  return {id, reinterpret_cast<void (*)(void)>(function)};
}

const OSSL_ALGORITHM* query_operation(void*, int operation, int* no_cache) {
  static const OSSL_DISPATCH kKeyFunctions[] = {entry(OSSL_FUNC_KEYMGMT_NEW, key_new),
                                                entry(OSSL_FUNC_KEYMGMT_FREE, key_free),
                                                entry(OSSL_FUNC_KEYMGMT_HAS, key_has),
                                                entry(OSSL_FUNC_KEYMGMT_MATCH, key_match),
                                                entry(OSSL_FUNC_KEYMGMT_IMPORT, key_import),
                                                entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, key_import_types),
                                                entry(OSSL_FUNC_KEYMGMT_EXPORT, key_export),
                                                entry(OSSL_FUNC_KEYMGMT_EXPORT_TYPES, key_import_types),
                                                entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, key_get_params),
                                                entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, key_gettable_params),
                                                entry(OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, key_operation_name),
                                                {0, nullptr}};
  static const OSSL_DISPATCH kSignatureFunctions[] = {entry(OSSL_FUNC_SIGNATURE_NEWCTX, signing_new),
                                                      entry(OSSL_FUNC_SIGNATURE_FREECTX, signing_free),
                                                      entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, signing_init),
                                                      entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN, signing_sign),
                                                      {0, nullptr}};
  static const OSSL_ALGORITHM kKeys[] = {
      {"EC:id-ecPublicKey:1.2.840.10045.2.1", "provider=foothold-tre", kKeyFunctions, "P-256 keys held by a TRE"},
      {nullptr, nullptr, nullptr, nullptr}};
  static const OSSL_ALGORITHM kSignatures[] = {
      {"ECDSA", "provider=foothold-tre", kSignatureFunctions, "ECDSA made by a TRE"},
      {nullptr, nullptr, nullptr, nullptr}};
  *no_cache = 0;
  switch (operation) {
    case OSSL_OP_KEYMGMT:
      return kKeys;
    case OSSL_OP_SIGNATURE:
      return kSignatures;
    default:
      return nullptr;
  }
}

int provider_init(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH*, const OSSL_DISPATCH** out, void** context) {
  static const OSSL_DISPATCH kProviderFunctions[] = {entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query_operation),
                                                     {0, nullptr}};
  *out = kProviderFunctions;
  *context = const_cast<OSSL_CORE_HANDLE*>(handle);  // nothing of our own; OpenSSL wants it not to be null
  return 1;
}

}  // namespace

Result<std::shared_ptr<TreKeyLibrary>> TreKeyLibrary::create() {
  std::shared_ptr<TreKeyLibrary> library(new TreKeyLibrary);
  library->context_ = OSSL_LIB_CTX_new();
  if (library->context_ == nullptr) return pki::openssl_failure("cannot make an OpenSSL library context");
  library->default_provider_ = OSSL_PROVIDER_load(library->context_, "default");
  if (OSSL_PROVIDER_add_builtin(library->context_, kProvider, &provider_init) != 1 ||
      library->default_provider_ == nullptr) {
    return pki::openssl_failure("cannot load OpenSSL's default provider");
  }
  library->tre_provider_ = OSSL_PROVIDER_load(library->context_, kProvider);
  if (library->tre_provider_ == nullptr) return pki::openssl_failure("cannot load the provider of the TRE's keys");
  return library;
}

TreKeyLibrary::~TreKeyLibrary() {
  if (tre_provider_ != nullptr) OSSL_PROVIDER_unload(tre_provider_);
  if (default_provider_ != nullptr) OSSL_PROVIDER_unload(default_provider_);
  OSSL_LIB_CTX_free(context_);
}

Result<pki::PkeyHandle> TreKeyLibrary::key_for(X509& certificate, const TlsSigner& signer) {
  EVP_PKEY* public_key = X509_get0_pubkey(&certificate);
  std::array<std::uint8_t, kPointSize> point{};
  std::size_t size = 0;
  if (public_key == nullptr ||
      EVP_PKEY_get_octet_string_param(public_key, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) != 1) {
    return pki::openssl_failure("the certificate's key is not on P-256", "certificate");
  }
  const TlsSigner* signer_pointer = &signer;
  std::string group = kGroup;
  OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
                         OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), size),
                         OSSL_PARAM_construct_octet_string(kSignerParameter, &signer_pointer, sizeof signer_pointer),
                         OSSL_PARAM_END};
  const pki::PkeyContextHandle maker(EVP_PKEY_CTX_new_from_name(context_, "EC", "provider=foothold-tre"));
  EVP_PKEY* key = nullptr;
  if (!maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_KEYPAIR, params) != 1) {
    return pki::openssl_failure("cannot make the handle of the TRE's key", "certificate");
  }
  return pki::PkeyHandle(key);
}

Result<pki::X509Handle> TreKeyLibrary::certificate_from_der(ByteView der) {
  if (der.size() > kLargestCertificate) return fail("has more than 8192 octets", "certificate");
  pki::X509Handle certificate(X509_new_ex(context_, nullptr));
  const unsigned char* next = der.data();
  X509* parsed = certificate.get();
  if (!certificate || d2i_X509(&parsed, &next, static_cast<long>(der.size())) == nullptr) {
    certificate.release();  // d2i freed it
    return pki::openssl_failure("is no X.509 certificate", "certificate");
  }
  if (next != der.data() + der.size()) return fail("has octets behind its end", "certificate");
  return certificate;
}

}  // namespace foothold::m2me
