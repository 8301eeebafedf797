// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/control/control_request.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

namespace foothold::lab::control {
namespace {

using nlohmann::json;

constexpr unsigned kMostDevices = 64;
constexpr std::size_t kLongestName = 64;

struct Argument {
  std::string_view key;  // empty: none
  unsigned least = 0;
  unsigned most = 0;  // 0: it is a text
};
constexpr Argument kDevice{"device", 0, kMostDevices};
constexpr Argument kOneDevice{"device", 1, kMostDevices};
constexpr Argument kLink{"link"};

using Numbers = std::array<unsigned, 3>;

struct Command {
  std::string_view name;
  std::array<Argument, 3> arguments;
  Request (*make)(const Numbers&, const std::string& text);
  std::string_view meaning;
};

// Each command, once: what it takes and what it becomes. By the order of Request's alternatives.
constexpr std::array kCommands = {
    Command{"status", {}, [](const Numbers&, const std::string&) -> Request { return Status{}; }, "what runs"},
    Command{"attach",
            {kOneDevice},
            [](const Numbers& n, const std::string&) -> Request { return Attach{n[0]}; },
            "switch a machine on"},
    Command{"detach",
            {kOneDevice},
            [](const Numbers& n, const std::string&) -> Request { return Detach{n[0]}; },
            "switch it off"},
    Command{"loss",
            {kDevice, {"downlink", 0, 100}, {"uplink", 0, 100}},
            [](const Numbers& n, const std::string&) -> Request {
              return SetLoss{n[0], n[1], n[2]};
            },
            "percent of the bursts that get lost; device 0: all"},
    Command{"outage",
            {kDevice, {"milliseconds", 0, 3'600'000}},
            [](const Numbers& n, const std::string&) -> Request {
              return Outage{n[0], n[1]};
            },
            "nothing passes for so long"},
    Command{"path-loss",
            {kDevice, {"db", 0, 200}},
            [](const Numbers& n, const std::string&) -> Request {
              return SetPathLoss{n[0], n[1]};
            },
            "between cell and machine"},
    Command{"delay",
            {kDevice, {"symbols", 0, 63}},
            [](const Numbers& n, const std::string&) -> Request {
              return SetDelay{n[0], n[1]};
            },
            "there and back: the timing advance"},
    Command{"cut",
            {kLink},
            [](const Numbers&, const std::string& text) -> Request { return Cut{text}; },
            "freeze a process, which silences its links, or \"air\""},
    Command{"restore",
            {kLink},
            [](const Numbers&, const std::string& text) -> Request { return Restore{text}; },
            "let it go on"},
    Command{"stop", {}, [](const Numbers&, const std::string&) -> Request { return Stop{}; }, "end the lab"},
};
static_assert(kCommands.size() == std::variant_size_v<Request>);

Result<const Command*> find_command(std::string_view name) {
  const auto found =
      std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& one) { return one.name == name; });
  if (found == kCommands.end()) return fail("is not one of those that `foothold lab ctl --help` lists", "command");
  return &*found;
}

std::string range_in_words(const Argument& argument) {
  return "is not a number from " + std::to_string(argument.least) + " to " + std::to_string(argument.most);
}

Result<void> check_link(const std::string& link) {
  if (link.empty() || link.size() > kLongestName) return fail("is not the name of a link", "link");
  return {};
}

// `number(key)` and `text(key)` give what the request has, if it has it in that form.
template <class Number, class Text>
Result<Request> build(const Command& command, const Number& number, const Text& text) {
  Numbers numbers{};
  std::string link;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const auto& argument = command.arguments[i];
    if (argument.key.empty()) break;
    if (argument.most == 0) {
      link = text(i).value_or("");
      if (auto good = check_link(link); !good) return tl::unexpected(good.error());
      continue;
    }
    const std::optional<std::uint64_t> value = number(i);
    if (!value || *value < argument.least || *value > argument.most) {
      return fail(range_in_words(argument), std::string(argument.key));
    }
    numbers[i] = static_cast<unsigned>(*value);
  }
  return command.make(numbers, link);
}

json to_json(const Request& request) {
  json object{{"command", kCommands[request.index()].name}};
  struct Put {
    json& object;
    void operator()(const Status&) const {}
    void operator()(const Attach& r) const { object["device"] = r.device; }
    void operator()(const Detach& r) const { object["device"] = r.device; }
    void operator()(const SetLoss& r) const {
      object["device"] = r.device;
      object["downlink"] = r.downlink;
      object["uplink"] = r.uplink;
    }
    void operator()(const Outage& r) const {
      object["device"] = r.device;
      object["milliseconds"] = r.milliseconds;
    }
    void operator()(const SetPathLoss& r) const {
      object["device"] = r.device;
      object["db"] = r.db;
    }
    void operator()(const SetDelay& r) const {
      object["device"] = r.device;
      object["symbols"] = r.symbols;
    }
    void operator()(const Cut& r) const { object["link"] = r.link; }
    void operator()(const Restore& r) const { object["link"] = r.link; }
    void operator()(const Stop&) const {}
  };
  std::visit(Put{object}, request);
  return object;
}

}  // namespace

Result<Request> parse_request(std::string_view line) {
  if (line.size() >= kLongestLine) return fail("is longer than " + std::to_string(kLongestLine) + " octets", "request");
  const json object = json::parse(line, nullptr, false);
  if (!object.is_object()) return fail("is not a JSON object", "request");
  const auto name = object.find("command");
  if (name == object.end() || !name->is_string()) return fail("is missing", "command");
  const auto command = find_command(name->get_ref<const std::string&>());
  if (!command) return tl::unexpected(command.error());
  const auto& arguments = (*command)->arguments;
  for (const auto& [key, value] : object.items()) {
    const bool known = key == "command" || std::any_of(arguments.begin(), arguments.end(),
                                                       [&k = key](const Argument& one) { return one.key == k; });
    if (!known) return fail("is not a key of this command", key);
  }
  const auto value_of = [&](std::size_t i) { return object.find(std::string(arguments[i].key)); };
  return build(
      **command,
      [&](std::size_t i) -> std::optional<std::uint64_t> {
        const auto value = value_of(i);
        if (value == object.end() || !value->is_number_unsigned()) return std::nullopt;
        return value->get<std::uint64_t>();
      },
      [&](std::size_t i) -> std::optional<std::string> {
        const auto value = value_of(i);
        if (value == object.end() || !value->is_string()) return std::nullopt;
        return value->get<std::string>();
      });
}

Result<Request> request_from_words(const std::vector<std::string>& words) {
  if (words.empty()) return fail("is missing", "command");
  const auto command = find_command(words.front());
  if (!command) return tl::unexpected(command.error());
  const auto& arguments = (*command)->arguments;
  const auto wanted = static_cast<std::size_t>(
      std::count_if(arguments.begin(), arguments.end(), [](const Argument& one) { return !one.key.empty(); }));
  if (words.size() - 1 != wanted) {
    return fail("takes " + std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments"), words.front());
  }
  return build(
      **command,
      [&](std::size_t i) -> std::optional<std::uint64_t> {
        const auto& word = words[i + 1];
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
        return value;
      },
      [&](std::size_t i) -> std::optional<std::string> { return words[i + 1]; });
}

std::string to_line(const Request& request) {
  return to_json(request).dump(-1, ' ', false, json::error_handler_t::replace);
}

bool is_positive(std::string_view answer) {
  const json object = json::parse(answer, nullptr, false);
  return object.is_object() && object.contains("ok") && object["ok"] == true;
}

std::string commands_in_words() {
  std::string text;
  for (const auto& command : kCommands) {
    std::string usage(command.name);
    for (const auto& argument : command.arguments) {
      if (!argument.key.empty()) usage += " " + std::string(argument.key);
    }
    text += "  " + usage + std::string(usage.size() < 32 ? 32 - usage.size() : 1, ' ') + std::string(command.meaning) +
            "\n";
  }
  return text;
}

}  // namespace foothold::lab::control
