// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/filter.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "trace/describe.h"

namespace foothold::gui::capture {

struct Filter::Node {
  enum class Kind : std::uint8_t { both, either, negation, comparison };
  enum class Operator : std::uint8_t { equal, unequal, contains, less, less_or_equal, greater, greater_or_equal };
  enum class Subject : std::uint8_t { device, from, to, actor, layer, kind, name, time, octets, number, text, field };

  Kind kind = Kind::comparison;
  std::shared_ptr<const Node> left;
  std::shared_ptr<const Node> right;
  Subject subject = Subject::text;
  Operator comparison = Operator::contains;
  std::string field;  // of an event, for Subject::field
  std::string value;  // in lower case
  double number = 0;
};

namespace {

using Node = Filter::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr int kDeepest = 64;
constexpr std::size_t kLongest = 4096;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return out;
}

struct NamedSubject {
  std::string_view name;
  Node::Subject subject;
};
constexpr std::array kSubjects = {
    NamedSubject{"device", Node::Subject::device}, NamedSubject{"from", Node::Subject::from},
    NamedSubject{"to", Node::Subject::to},         NamedSubject{"actor", Node::Subject::actor},
    NamedSubject{"layer", Node::Subject::layer},   NamedSubject{"kind", Node::Subject::kind},
    NamedSubject{"name", Node::Subject::name},     NamedSubject{"time", Node::Subject::time},
    NamedSubject{"octets", Node::Subject::octets}, NamedSubject{"no", Node::Subject::number},
    NamedSubject{"text", Node::Subject::text},
};

struct Word {
  std::string text;
  std::size_t at = 0;
  bool quoted = false;
};

Result<std::vector<Word>> words_of(std::string_view text) {
  constexpr std::string_view kSymbols = "()=!<>~&|";
  if (text.size() > kLongest) return fail("the filter is too long", "filter", kLongest);
  std::vector<Word> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const char letter = text[at];
    if (std::isspace(static_cast<unsigned char>(letter)) != 0) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    if (letter == '"') {
      const std::size_t end = text.find('"', at + 1);
      if (end == std::string_view::npos) return fail("a quote is not closed", "filter", at);
      words.push_back({std::string(text.substr(at + 1, end - at - 1)), start, true});
      at = end + 1;
      continue;
    }
    if (kSymbols.find(letter) != std::string_view::npos) {
      const std::string_view two = text.substr(at, 2);
      const bool pair = two == "==" || two == "!=" || two == "<=" || two == ">=" || two == "&&" || two == "||";
      words.push_back({std::string(text.substr(at, pair ? 2 : 1)), start, false});
      at += pair ? 2 : 1;
      continue;
    }
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) == 0 && text[at] != '"' &&
           kSymbols.find(text[at]) == std::string_view::npos) {
      ++at;
    }
    words.push_back({std::string(text.substr(start, at - start)), start, false});
  }
  return words;
}

std::optional<Node::Operator> operator_of(const Word& word) {
  if (word.quoted) return std::nullopt;
  if (word.text == "==" || word.text == "=") return Node::Operator::equal;
  if (word.text == "!=") return Node::Operator::unequal;
  if (word.text == "~") return Node::Operator::contains;
  if (word.text == "<") return Node::Operator::less;
  if (word.text == "<=") return Node::Operator::less_or_equal;
  if (word.text == ">") return Node::Operator::greater;
  if (word.text == ">=") return Node::Operator::greater_or_equal;
  return std::nullopt;
}

class Parser {
 public:
  explicit Parser(std::vector<Word> words, std::size_t end) : words_(std::move(words)), end_(end) {}

  Result<NodePtr> all() {
    auto node = either(0);
    if (node && next_ < words_.size()) return fail("'" + words_[next_].text + "' is not expected here", "filter", at());
    return node;
  }

 private:
  std::size_t at() const { return next_ < words_.size() ? words_[next_].at : end_; }
  bool take(std::string_view word, std::string_view symbol) {
    if (next_ >= words_.size() || words_[next_].quoted) return false;
    if (lower(words_[next_].text) != word && words_[next_].text != symbol) return false;
    ++next_;
    return true;
  }

  Result<NodePtr> either(int depth) {
    if (depth > kDeepest) return fail("nested too deep", "filter", at());
    auto left = both(depth);
    while (left && take("or", "||")) {
      auto right = both(depth);
      if (!right) return right;
      left = join(Node::Kind::either, *left, *right);
    }
    return left;
  }

  Result<NodePtr> both(int depth) {
    auto left = single(depth);
    while (left && take("and", "&&")) {
      auto right = single(depth);
      if (!right) return right;
      left = join(Node::Kind::both, *left, *right);
    }
    return left;
  }

  static NodePtr join(Node::Kind kind, NodePtr left, NodePtr right) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->left = std::move(left);
    node->right = std::move(right);
    return node;
  }

  Result<NodePtr> single(int depth) {
    if (depth > kDeepest) return fail("nested too deep", "filter", at());
    if (take("not", "!")) {
      auto inner = single(depth + 1);
      return inner ? Result<NodePtr>(join(Node::Kind::negation, *inner, nullptr)) : inner;
    }
    if (take("(", "(")) {
      auto inner = either(depth + 1);
      if (inner && !take(")", ")")) return fail("a bracket is not closed", "filter", at());
      return inner;
    }
    return comparison();
  }

  Result<NodePtr> comparison() {
    if (next_ >= words_.size()) return fail("something is missing at the end", "filter", end_);
    const Word word = words_[next_++];
    if (!word.quoted && (operator_of(word) || word.text == ")" || word.text == "&" || word.text == "|")) {
      return fail("'" + word.text + "' is not expected here", "filter", word.at);
    }
    auto node = std::make_shared<Node>();
    const auto comparison = next_ < words_.size() ? operator_of(words_[next_]) : std::nullopt;
    if (word.quoted || !comparison) {  // a bare word
      node->value = lower(word.text);
      return NodePtr(node);
    }
    ++next_;
    if (next_ >= words_.size()) return fail("a value is missing", "filter", end_);
    const Word& value = words_[next_++];
    const std::string name = lower(word.text);
    const auto known =
        std::find_if(kSubjects.begin(), kSubjects.end(), [&](const auto& row) { return row.name == name; });
    node->subject = known == kSubjects.end() ? Node::Subject::field : known->subject;
    node->comparison = *comparison;
    node->field = name;
    node->value = lower(value.text);
    char* rest = nullptr;
    node->number = std::strtod(node->value.c_str(), &rest);
    const bool is_number = rest != nullptr && *rest == '\0' && !node->value.empty();
    const bool ordered = node->comparison >= Node::Operator::less;
    const bool counted = node->subject == Node::Subject::time || node->subject == Node::Subject::octets ||
                         node->subject == Node::Subject::number;
    if ((ordered || counted) && !is_number) return fail("'" + value.text + "' is no number", "filter", value.at);
    if (ordered && !counted && node->subject != Node::Subject::field) {
      return fail("'" + word.text + "' has no order", "filter", word.at);
    }
    if (counted && node->comparison == Node::Operator::contains) {
      return fail("'~' is for texts", "filter", word.at);
    }
    return NodePtr(node);
  }

  std::vector<Word> words_;
  std::size_t end_;
  std::size_t next_ = 0;
};

bool compare(double left, Node::Operator comparison, double right) {
  switch (comparison) {
    case Node::Operator::equal:
      return left == right;
    case Node::Operator::unequal:
      return left != right;
    case Node::Operator::less:
      return left < right;
    case Node::Operator::less_or_equal:
      return left <= right;
    case Node::Operator::greater:
      return left > right;
    case Node::Operator::greater_or_equal:
      return left >= right;
    case Node::Operator::contains:
      break;
  }
  return false;
}

// `lower_case` is; the other may be anything. No copy is made: a million packets are asked.
bool is_same(char letter, char lower_case) {
  return std::tolower(static_cast<unsigned char>(letter)) == static_cast<unsigned char>(lower_case);
}

bool compare(std::string_view text, const Node& node) {
  switch (node.comparison) {
    case Node::Operator::equal:
      return std::equal(text.begin(), text.end(), node.value.begin(), node.value.end(), is_same);
    case Node::Operator::unequal:
      return !std::equal(text.begin(), text.end(), node.value.begin(), node.value.end(), is_same);
    case Node::Operator::contains:
      return std::search(text.begin(), text.end(), node.value.begin(), node.value.end(), is_same) != text.end() ||
             node.value.empty();
    default:
      break;
  }
  const std::string left(text);
  char* rest = nullptr;
  const double number = std::strtod(left.c_str(), &rest);
  return !left.empty() && *rest == '\0' && compare(number, node.comparison, node.number);
}

bool holds(const Node& node, const CaptureData& data, std::size_t index) {
  constexpr double kNanosecondsPerSecond = 1e9;
  const PacketRow& row = data.row(index);
  switch (node.subject) {
    case Node::Subject::device:
      return compare(data.device(row.device), node);
    case Node::Subject::from:
      return compare(trace::to_string(row.from), node);
    case Node::Subject::to:
      return compare(trace::to_string(row.to), node);
    case Node::Subject::actor:
      if (node.comparison == Node::Operator::unequal) {
        return compare(trace::to_string(row.from), node) && compare(trace::to_string(row.to), node);
      }
      return compare(trace::to_string(row.from), node) || compare(trace::to_string(row.to), node);
    case Node::Subject::layer:
      return compare(trace::to_string(row.layer), node);
    case Node::Subject::kind:
      return compare(trace::to_string(row.kind), node);
    case Node::Subject::name:
      return compare(data.name(row.name), node);
    case Node::Subject::time:
      return compare(static_cast<double>(row.time - data.start()) / kNanosecondsPerSecond, node.comparison,
                     node.number);
    case Node::Subject::octets:
      return compare(row.octets, node.comparison, node.number);
    case Node::Subject::number:
      return compare(static_cast<double>(index + 1), node.comparison, node.number);
    case Node::Subject::text:
    case Node::Subject::field:
      break;
  }
  const auto event = data.event(index);
  if (!event) return false;
  if (node.subject == Node::Subject::text) return compare(trace::describe(*event), node);
  const auto field = std::find_if(event->fields.begin(), event->fields.end(),
                                  [&](const trace::Field& one) { return lower(one.name) == node.field; });
  return field != event->fields.end() && compare(field->value, node);
}

bool evaluate(const Node& node, const CaptureData& data, std::size_t index) {
  switch (node.kind) {
    case Node::Kind::both:
      return evaluate(*node.left, data, index) && evaluate(*node.right, data, index);
    case Node::Kind::either:
      return evaluate(*node.left, data, index) || evaluate(*node.right, data, index);
    case Node::Kind::negation:
      return !evaluate(*node.left, data, index);
    case Node::Kind::comparison:
      break;
  }
  return holds(node, data, index);
}

bool reads(const Node& node) {
  if (node.kind == Node::Kind::comparison) return node.subject >= Node::Subject::text;
  return reads(*node.left) || (node.right && reads(*node.right));
}

}  // namespace

Result<Filter> Filter::parse(std::string_view text) {
  auto words = words_of(text);
  if (!words) return tl::unexpected(words.error());
  Filter filter;
  if (words->empty()) return filter;
  auto root = Parser(std::move(*words), text.size()).all();
  if (!root) return tl::unexpected(root.error());
  filter.root_ = std::move(*root);
  return filter;
}

bool Filter::matches(const CaptureData& data, std::size_t index) const {
  return root_ == nullptr || evaluate(*root_, data, index);
}

bool Filter::reads_packets() const {
  return root_ != nullptr && reads(*root_);
}

}  // namespace foothold::gui::capture
