// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/tre_config.h"

#include <toml++/toml.h>

namespace foothold::tre_emu::transport {

Result<TreConfig> parse_tre_config(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(std::string(error.description()) + " in line " + std::to_string(error.source().begin.line), "TOML");
  }
  TreConfig config;
  std::string clock = "none";
  const std::pair<std::string_view, std::string*> keys[] = {{"state", &config.state}, {"socket", &config.socket},
                                                            {"trace", &config.trace}, {"vpcd", &config.vpcd},
                                                            {"sap", &config.sap},     {"clock", &clock}};
  for (const auto& [key, node] : table) {
    const auto known =
        std::find_if(std::begin(keys), std::end(keys), [&](const auto& one) { return one.first == key; });
    if (known == std::end(keys)) return fail("is no key of foothold-tre", std::string(key.str()));
    const auto value = node.value_exact<std::string>();
    if (!value) return fail("has to be a text", std::string(key.str()));
    *known->second = *value;
  }
  if (config.state.empty()) return fail("is needed: the folder that foothold-personalise made", "state");
  if (config.socket.empty()) return fail("is needed: the path to listen on", "socket");
  if (clock != "none" && clock != "system") return fail("is \"none\" or \"system\"", "clock");
  config.system_clock = clock == "system";
  return config;
}

}  // namespace foothold::tre_emu::transport
