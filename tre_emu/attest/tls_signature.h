// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"

namespace foothold::tre_emu::attest {

// Whether these octets are the to-be-signed content of a TLS 1.3 client CertificateVerify (RFC 8446 4.4.3): 64 spaces,
// the context string, 00, a transcript hash of 32 or 48 octets. The TRE signs nothing else for the terminal, so that
// the PfC sign key can never be made to sign evidence from outside.
bool is_client_certificate_verify(ByteView content);

}  // namespace foothold::tre_emu::attest
