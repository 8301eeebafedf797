// SPDX-License-Identifier: AGPL-3.0-or-later
// Any message as the other end's, in each state that a few good messages lead to.
#include <cstdlib>

#include "../../unit/dm/fake_device.h"
#include "dm/client_session/client_session.h"
#include "dm/server_session/server_session.h"

namespace {

using namespace foothold;

void to_client(ByteView body) {
  dm::FakeDevice device;
  dm::ManagementTree tree({}, device, device, device);
  dm::ClientSession client({"1", "b", "dpf", "001020000000001", 4096, 262144}, tree);
  client.start();
  const auto effects = client.on_answer(body);
  if (effects.empty()) std::abort();  // each answer leads to a message or to the end
  client.on_answer(body);
}

void to_server(ByteView body) {
  const auto message = dm::from_wbxml(body);
  if (!message) return;
  const dm::ProvisioningOrder asked{"t", "001020000000001", Bytes(32, 1), false, "", {}, std::nullopt, false};
  dm::ProvisioningOrder loaded = asked;
  loaded.mcim = "MCIM-1";
  loaded.object = Bytes(5000, 1);
  for (const auto& order : {asked, loaded}) {
    dm::ServerSession server({"1", "a", "001020000000001", 65536});
    dm::Message first;
    first.header = {"1", 1, "a", "b", {}};
    first.commands = {dm::Alert{}};
    server.on_message(first, Bytes{1}, order);
    dm::Message second = *message;
    second.header.session_id = "1";
    second.header.message_id = 2;
    if (server.on_message(second, body, order).empty()) std::abort();
    dm::ServerSession fresh({"1", "a", "001020000000001", 65536});
    second.header.message_id = 1;
    if (fresh.on_message(second, body, order).empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  to_client(ByteView(data, size));
  to_server(ByteView(data, size));
  return 0;
}
