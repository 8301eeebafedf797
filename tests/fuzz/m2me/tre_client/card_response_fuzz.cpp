// SPDX-License-Identifier: AGPL-3.0-or-later
#include <utility>

#include "m2me/tre_client/tre_client.h"
#include "m2me/tre_client/usim_client.h"

namespace {

using namespace foothold;
using namespace foothold::m2me;

// A card that opens what it is asked to, and after that answers everything with the input.
class HostileCard : public ApduPort {
 public:
  explicit HostileCard(ByteView answer) : answer_(answer.begin(), answer.end()) {}
  Result<Bytes> transmit(ByteView command) override {
    if (++commands_ > 400) return fail("enough");  // an endless card is another test's matter
    if (command[1] == 0x70) return Bytes{0x01, 0x90, 0x00};
    if (command[1] == 0xa4) return Bytes{0x90, 0x00};
    Bytes response = answer_;
    if (command[1] != 0xc0) response.insert(response.end(), {0x90, 0x00});  // GET RESPONSE gets its own SW
    return response;
  }

 private:
  Bytes answer_;
  int commands_ = 0;
};

}  // namespace

// Whatever the card says, the terminal reads it or refuses it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  HostileCard card({data, size});
  Terminal terminal(card);
  auto tre = TreClient::open(terminal);
  auto usim = UsimClient::open(terminal);
  if (!tre || !usim) return 0;
  (void)tre->list_mcim();
  (void)tre->pcid();
  (void)tre->state();
  (void)tre->extend_measurement("agent", {});
  (void)usim->imsi();
  (void)usim->mnc_digits();
  (void)usim->authenticate({}, {});
  (void)usim->authenticate_gsm({});
  (void)usim->authenticate_gba({}, {});
  (void)usim->derive_naf_key({}, "impi");
  return 0;
}
