// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/subscription.h"

#include "tre_emu/vault/state_codec.h"

namespace foothold::tre_emu::vault {

namespace {

constexpr auto kGba = [](auto& codec, auto& context) {
  codec(context.rand);
  codec(context.ks);
};

constexpr auto kSubscription = [](auto& codec, auto& subscription) {
  codec(subscription.imsi);
  codec(subscription.mnc_digits);
  codec(subscription.iccid);
  codec(subscription.apn);
  codec(subscription.key.k);
  codec(subscription.key.opc);
  codec(subscription.sqn);
  codec.optional(subscription.gba, kGba);
  codec.files(subscription.files);
};

}  // namespace

void code_subscription(StateEncoder& encoder, const Subscription& subscription) {
  kSubscription(encoder, subscription);
}

void code_subscription(StateDecoder& decoder, Subscription& subscription) {
  kSubscription(decoder, subscription);
}

}  // namespace foothold::tre_emu::vault
