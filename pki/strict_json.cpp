// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/strict_json.h"

#include <set>
#include <string>
#include <vector>

namespace foothold::pki {
namespace {

constexpr std::size_t kMaxDepth = 16;

// Builds the value and watches over depth and names. nlohmann's own callback cannot: it sees a name only after the
// one before it was overwritten.
class StrictReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit StrictReader(nlohmann::json& root) : builder_(root, false) {}

  bool null() override { return builder_.null(); }
  bool boolean(bool value) override { return builder_.boolean(value); }
  bool number_integer(number_integer_t value) override { return builder_.number_integer(value); }
  bool number_unsigned(number_unsigned_t value) override { return builder_.number_unsigned(value); }
  bool number_float(number_float_t value, const string_t& text) override { return builder_.number_float(value, text); }
  bool string(string_t& value) override { return builder_.string(value); }
  bool binary(binary_t& value) override { return builder_.binary(value); }

  bool start_object(std::size_t size) override { return enter() && builder_.start_object(size); }
  bool end_object() override { return leave() && builder_.end_object(); }
  bool start_array(std::size_t size) override { return enter() && builder_.start_array(size); }
  bool end_array() override { return leave() && builder_.end_array(); }

  bool key(string_t& name) override {
    if (!names_.back().insert(name).second) {
      problem_ = "a name occurs twice in one object";
      return false;
    }
    return builder_.key(name);
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    problem_ = "not JSON";
    offset_ = position == 0 ? 0 : position - 1;
    return false;
  }

  const std::string& problem() const { return problem_; }
  std::size_t offset() const { return offset_; }

 private:
  bool enter() {
    if (names_.size() == kMaxDepth) {
      problem_ = "nested deeper than 16 levels";
      return false;
    }
    names_.emplace_back();
    return true;
  }
  bool leave() {
    names_.pop_back();
    return true;
  }

  nlohmann::detail::json_sax_dom_parser<nlohmann::json> builder_;
  std::vector<std::set<std::string>> names_;
  std::string problem_;
  std::size_t offset_ = Error::kNoOffset;
};

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text, std::size_t max_size) {
  if (text.size() > max_size) return fail("longer than " + std::to_string(max_size) + " octets", "JSON");
  try {
    nlohmann::json root;
    StrictReader reader(root);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &reader))
      return fail(reader.problem().empty() ? "not JSON" : reader.problem(), "JSON", reader.offset());
    return root;
  } catch (const std::exception& exception) {
    return fail(std::string("not JSON: ") + exception.what(), "JSON");
  }
}

Result<std::string> json_text(const nlohmann::json& object, const char* name, std::size_t min, std::size_t max) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end()) return fail("is missing", name);
  if (!found->is_string()) return fail("is not a text", name);
  const auto& text = found->get_ref<const std::string&>();
  if (text.size() < min || text.size() > max)
    return fail("has " + std::to_string(text.size()) + " octets, allowed are " + std::to_string(min) + " to " +
                    std::to_string(max),
                name);
  return text;
}

}  // namespace foothold::pki
