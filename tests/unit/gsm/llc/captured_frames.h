// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

// LLC PDUs between a mobile and osmo-sgsn 1.9.0 with GEA3, as captured on Gb. The subscriber was made for the capture;
// its Kc is that of the GSUP answer to the same RAND.
namespace foothold::gsm::llc::captured {

inline constexpr char kKc[] = "40ab48abe48cd82e";
inline constexpr unsigned kOldTlli = 0x7998a17f;  // random, from the attach request on
inline constexpr unsigned kNewTlli = 0xff21eed2;  // local, from the attach complete on

// MS -> SGSN, N(U) 0, Attach Request.
inline constexpr char kAttachRequest[] =
    "01c00108010265e0710a0008091010000000001000f1100001011918b3432b2596620060809ac2c662006080bac8c66200608000c8df49";
// SGSN -> MS, N(U) 0, Identity Request (IMEI).
inline constexpr char kIdentityRequest[] = "41c001081502de8e9a";
// SGSN -> MS, N(U) 1, Authentication and Ciphering Request: GEA3, RAND, CKSN 0, AUTN.
inline constexpr char kAuthenticationRequest[] =
    "41c00508121320217919148de0a4739d147d3ab492e56548802810ebf24d676f0e0000b0e065e09b30a60ec46270";
// SGSN -> MS, N(U) 2, ciphered: Attach Accept.
inline constexpr char kCipheredAttachAccept[] = "01c00b3838bf240d4d1c376d9896ba3f4b9ce8e65fef3481fe03";
// MS -> SGSN, N(U) 3, ciphered: Attach Complete.
inline constexpr char kCipheredAttachComplete[] = "01c00fe801f47ad6";
// SGSN -> MS, XID command on SAPI 3: version 0, N201-U 500, N201-I 1503; and the answer that the SGSN took.
inline constexpr char kXid[] = "43fb01001601f41a05df8c7c4e";

}  // namespace foothold::gsm::llc::captured
