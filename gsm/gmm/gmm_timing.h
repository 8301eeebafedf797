// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>

namespace foothold::gsm::gmm {

// TS 24.008 tables 11.3 and 11.3a.
inline constexpr std::chrono::milliseconds kT3302Default = std::chrono::minutes(12);
inline constexpr std::chrono::milliseconds kT3310 = std::chrono::seconds(15);
inline constexpr std::chrono::milliseconds kT3311 = std::chrono::seconds(15);
inline constexpr std::chrono::milliseconds kT3312Default = std::chrono::minutes(54);
inline constexpr std::chrono::milliseconds kT3314Default = std::chrono::seconds(44);
inline constexpr std::chrono::milliseconds kT3316 = std::chrono::seconds(30);
inline constexpr std::chrono::milliseconds kT3318 = std::chrono::seconds(20);
inline constexpr std::chrono::milliseconds kT3320 = std::chrono::seconds(15);
inline constexpr std::chrono::milliseconds kT3321 = std::chrono::seconds(15);
inline constexpr std::chrono::milliseconds kT3330 = std::chrono::seconds(15);

// A request is sent this often before its procedure is given up (4.7.3.1.5 c, 4.7.4.1.4 b, 4.7.5.1.5 c).
inline constexpr unsigned kMaxTransmissions = 5;
// Attempts before the long pause of T3302 (4.7.3.1.5, 4.7.5.1.5).
inline constexpr unsigned kMaxAttempts = 5;

}  // namespace foothold::gsm::gmm
