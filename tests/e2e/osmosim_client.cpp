// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads the card in the first PC/SC reader with libosmosim, in the manner of osmo-sim-test, which Debian does not
// package: as a UICC with each application of EF_DIR, then as a GSM SIM. All that libosmosim's tables of files say of
// one is held against what the card says: presence, identifier, SFI, structure, sizes.
//
// Then it is a phone behind a SIMtrace2 board: simtrace2-cardem-pcsc hands each TPDU of the phone to the card by the
// same reader of libosmosim, and resets it when the phone does.
//
// A line a file, "complaint: ..." where something is not as it should be. What octets without a meaning hold is not
// told. Exit code: 0, 1 with complaints, 2 without a card.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "base/hex.h"
#include "tests/e2e/osmosim_card.h"

// Libosmosim has these, its header has not; osmo-sim-test declares them in this way, too.
extern "C" {
osim_card_profile* osim_cprof_sim(void* ctx);
osim_card_profile* osim_cprof_uicc(void* ctx, bool have_df_gsm);
}

namespace foothold::e2e {
namespace {

constexpr std::uint8_t kUicc = 0x00;
constexpr std::uint8_t kGsm = 0xA0;

std::uint16_t number_of(ByteView two) {
  return static_cast<std::uint16_t>(two[0] << 8 | two[1]);
}

// What an answer to SELECT says of a file.
struct Selected {
  std::uint16_t file = 0;
  osim_file_type type = TYPE_NONE;
  osim_ef_type ef_type = EF_TYPE_TRANSP;
  std::size_t size = 0;
  std::size_t record = 0;
  std::optional<std::uint8_t> sfi;
};

// TS 102 221 11.1.1.3 and 11.1.1.4, by libosmosim's tables.
std::optional<Selected> decode_fcp(Bytes fcp) {
  if (fcp.size() < 2 || fcp[0] != UICC_FCP_T_FCP || fcp[1] != fcp.size() - 2) return std::nullopt;
  tlv_parsed parsed;
  if (tlv_parse(&parsed, &ts102221_fcp_tlv_def, fcp.data() + 2, static_cast<int>(fcp.size()) - 2, 0, 0) < 0)
    return std::nullopt;
  const auto value = [&](std::uint8_t tag) {
    return TLVP_PRESENT(&parsed, tag) ? ByteView(TLVP_VAL(&parsed, tag), TLVP_LEN(&parsed, tag)) : ByteView();
  };
  Selected file;
  const auto descriptor = value(UICC_FCP_T_FILE_DESC);
  if (descriptor.size() != 2 && descriptor.size() != 5) return std::nullopt;
  if (descriptor[1] != 0x21) return std::nullopt;
  switch (descriptor[0] & 0x38) {
    case 0x38:
      file.type = TYPE_DF;
      break;
    case 0x00:
    case 0x08:
      file.type = TYPE_EF;
      break;
    default:
      return std::nullopt;
  }
  if (const auto identifier = value(UICC_FCP_T_FILE_ID); identifier.size() == 2) file.file = number_of(identifier);
  if (file.type == TYPE_DF) return file;
  if (const auto size = value(UICC_FCP_T_FILE_SIZE); size.size() == 2) file.size = number_of(size);
  if (const auto sfi = value(UICC_FCP_T_SFID); sfi.size() == 1) file.sfi = static_cast<std::uint8_t>(sfi[0] >> 3);
  if ((descriptor[0] & 7) == 1) return file;
  if (descriptor.size() != 5) return std::nullopt;
  file.ef_type = (descriptor[0] & 7) == 6 ? EF_TYPE_RECORD_CYCLIC : EF_TYPE_RECORD_FIXED;
  file.record = number_of(descriptor.subspan(2, 2));
  if (file.record == 0 || file.size != file.record * descriptor[4]) return std::nullopt;
  return file;
}

// TS 51.011 9.2.1 and 9.3.
std::optional<Selected> decode_gsm(const Bytes& answer) {
  if (answer.size() < 15) return std::nullopt;
  Selected file;
  file.file = number_of(ByteView(answer).subspan(4, 2));
  switch (answer[6]) {
    case 1:
    case 2:
      if (answer.size() < 22) return std::nullopt;
      file.type = TYPE_DF;
      return file;
    case 4:
      file.type = TYPE_EF;
      break;
    default:
      return std::nullopt;
  }
  file.size = number_of(ByteView(answer).subspan(2, 2));
  if (answer[13] == 0) return file;
  if (answer[13] != 1 && answer[13] != 3) return std::nullopt;
  file.ef_type = answer[13] == 3 ? EF_TYPE_RECORD_CYCLIC : EF_TYPE_RECORD_FIXED;
  file.record = answer[14];
  if (file.record == 0 || file.size % file.record != 0) return std::nullopt;
  return file;
}

class Walk {
 public:
  explicit Walk(OsmosimCard& card) : card_(card) {}

  void as_uicc();
  void as_gsm_sim();
  void refusals();
  void as_phone_elsewhere();
  bool well() const { return complaints_ == 0; }
  void say_counts() const {
    std::printf("%zu files read, %zu optional files are not there, %zu complaints\n", read_, absent_, complaints_);
  }

 private:
  void complain(const std::string& about, const std::string& what) {
    ++complaints_;
    std::printf("complaint: %s: %s\n", about.c_str(), what.c_str());
  }
  OsmosimAnswer select(std::uint16_t file) {
    const Bytes identifier = {static_cast<std::uint8_t>(file >> 8), static_cast<std::uint8_t>(file)};
    return card_.ask(class_, 0xA4, 0x00, class_ == kGsm ? 0x00 : 0x04, identifier, 256);
  }
  std::optional<Selected> decode(const OsmosimAnswer& answer) const {
    return class_ == kGsm ? decode_gsm(answer.data) : decode_fcp(answer.data);
  }
  void files_in(const osim_file_desc& folder, const std::string& path, std::uint16_t identifier);
  void file(const osim_file_desc& described, const std::string& path);
  std::optional<Bytes> content(const Selected& selected, const std::string& path);
  std::string meaning(const osim_file_desc& described, Bytes content);
  void applications();
  void expect(const char* what, const OsmosimAnswer& answer, std::uint16_t status);

  OsmosimCard& card_;
  std::uint8_t class_ = kUicc;
  std::size_t read_ = 0;
  std::size_t absent_ = 0;
  std::size_t complaints_ = 0;
};

void Walk::files_in(const osim_file_desc& folder, const std::string& path, std::uint16_t identifier) {
  static_assert(offsetof(osim_file_desc, list) == 0);
  for (auto* entry = folder.child_list.next; entry != &folder.child_list; entry = entry->next) {
    const auto& described = *reinterpret_cast<const osim_file_desc*>(entry);
    const auto name = path + "/" + described.short_name;
    if (described.type == TYPE_EF) {
      file(described, name);
      continue;
    }
    const auto answer = select(described.fid);
    if (answer.status != 0x9000) continue;  // no folder is mandatory
    const auto selected = decode(answer);
    if (!selected || selected->type != TYPE_DF || selected->file != described.fid)
      complain(name, "is not the folder that it should be");
    files_in(described, name, described.fid);
    if (select(identifier).status != 0x9000) complain(path, "is not found from its own folder " + name);
  }
}

void Walk::file(const osim_file_desc& described, const std::string& path) {
  const auto answer = select(described.fid);
  if (answer.status == (class_ == kGsm ? 0x9404 : 0x6A82)) {
    ++absent_;
    if ((described.flags & F_OPTIONAL) == 0) complain(path, "is mandatory, and not there");
    return;
  }
  if (answer.status != 0x9000) return complain(path, card_.name_of(answer.status));
  const auto selected = decode(answer);
  if (!selected) return complain(path, "the answer to SELECT cannot be read: " + to_hex(answer.data));
  if (selected->file != described.fid) complain(path, "has another identifier");
  if (selected->type != TYPE_EF || selected->ef_type != described.ef_type) complain(path, "has another structure");
  if (class_ == kUicc && described.sfid != SFI_NONE && selected->sfi != described.sfid)
    complain(path, "has another SFI");
  if ((selected->record != 0 ? selected->record : selected->size) < described.size.min)
    complain(path, "is shorter than " + std::to_string(described.size.min));
  const auto octets = content(*selected, path);
  if (!octets) return;
  ++read_;
  std::printf("%s: %zu octets%s\n", path.c_str(), octets->size(), meaning(described, *octets).c_str());
}

std::optional<Bytes> Walk::content(const Selected& selected, const std::string& path) {
  Bytes all;
  while (all.size() < selected.size) {
    const auto piece = selected.record != 0 ? selected.record : std::min<std::size_t>(selected.size - all.size(), 255);
    const auto le = static_cast<std::uint16_t>(piece);
    const auto answer = selected.record != 0
                            ? card_.ask(class_, 0xB2, static_cast<std::uint8_t>(all.size() / piece + 1), 0x04, {}, le)
                            : card_.ask(class_, 0xB0, static_cast<std::uint8_t>(all.size() >> 8),
                                        static_cast<std::uint8_t>(all.size()), {}, le);
    if (answer.status != 0x9000 || answer.data.size() != piece) {
      complain(path, "after " + std::to_string(all.size()) + " octets: " + card_.name_of(answer.status));
      return std::nullopt;
    }
    all.insert(all.end(), answer.data.begin(), answer.data.end());
  }
  return all;
}

// libosmosim's decoders, called by themselves: osim_file_decode() of 1.7.0 gives them a list without a head.
std::string Walk::meaning(const osim_file_desc& described, Bytes content) {
  if (!described.ops.parse) return {};
  auto* const decoded = talloc_zero(nullptr, osim_decoded_data);
  auto& list = decoded->decoded_elements;
  list.next = list.prev = &list;
  std::string text;
  if (described.ops.parse(decoded, &described, static_cast<int>(content.size()), content.data()) < 0)
    complain(described.short_name, "cannot be decoded");
  static_assert(offsetof(osim_decoded_element, list) == 0);
  for (auto* entry = list.next; entry != &list; entry = entry->next) {
    const auto& element = *reinterpret_cast<const osim_decoded_element*>(entry);
    if (element.type == ELEM_T_BCD)
      text += ", " + std::string(element.name) + " " + to_hex({element.u.buf, element.length});
    if (element.type == ELEM_T_UINT8) text += ", " + std::string(element.name) + " " + std::to_string(element.u.u8);
  }
  talloc_free(decoded);
  return text;
}

void Walk::as_uicc() {
  auto& card = card_.card();
  card.prof = osim_cprof_uicc(&card, true);
  if (select(0x3F00).status != 0x9000) return complain("MF", "is not there");
  files_in(*card.prof->mf, "MF", 0x3F00);
  applications();
}

void Walk::applications() {
  auto& card = card_.card();
  const auto directory = decode(select(0x3F00).status == 0x9000 ? select(0x2F00) : OsmosimAnswer{});
  const auto records = directory && directory->record != 0 ? content(*directory, "MF/EF.DIR") : std::nullopt;
  if (!records) return complain("MF/EF.DIR", "cannot be read");
  for (std::size_t at = 0; at < records->size(); at += directory->record) {
    const auto record = ByteView(*records).subspan(at, directory->record);
    // Template 61 with the AID 4F in it first (TS 102 221 13.1).
    if (record.size() < 5 || record[0] != 0x61 || record[2] != 0x4F || record[3] > 16 || record[1] < record[3] + 2 ||
        std::size_t{record[1]} + 2 > record.size()) {
      complain("MF/EF.DIR", "a record is not an application: " + to_hex(record));
      continue;
    }
    const auto aid = record.subspan(4, record[3]);
    if (osim_card_hdl_add_app(&card, aid.data(), static_cast<std::uint8_t>(aid.size()), nullptr) != 0)
      complain("MF/EF.DIR", "an application stands there twice: " + to_hex(aid));
  }
  static_assert(offsetof(osim_card_app_hdl, list) == 0);
  for (auto* entry = card.apps.next; entry != &card.apps; entry = entry->next) {
    auto& application = *reinterpret_cast<osim_card_app_hdl*>(entry);
    const ByteView aid(application.aid, application.aid_len);
    std::printf("application %s: %s\n", to_hex(aid).c_str(), application.prof ? application.prof->name : "not known");
    const auto answer = card_.ask(kUicc, 0xA4, 0x04, 0x04, aid, 256);
    if (answer.status != 0x9000 || !decode_fcp(answer.data)) {
      complain(to_hex(aid), "cannot be selected: " + card_.name_of(answer.status));
      continue;
    }
    if (!application.prof) continue;
    card_.channel().cur_app = &application;
    files_in(*application.prof->adf, application.prof->adf->short_name, 0x7FFF);
    card_.channel().cur_app = nullptr;
  }
}

void Walk::as_gsm_sim() {
  auto& card = card_.card();
  card.prof = osim_cprof_sim(&card);
  class_ = kGsm;
  if (select(0x3F00).status != 0x9000) return complain("SIM", "has no MF");
  files_in(*card.prof->mf, "SIM", 0x3F00);
  expect("SIM: a file that is not there", select(0x6FFF), 0x9404);
  class_ = kUicc;
}

void Walk::expect(const char* what, const OsmosimAnswer& answer, std::uint16_t status) {
  std::printf("%s: %s\n", what, card_.name_of(answer.status).c_str());
  if (answer.status != status)
    complain(what, "is " + to_hex(Bytes{static_cast<std::uint8_t>(answer.status >> 8),
                                        static_cast<std::uint8_t>(answer.status)}));
  if (!card_.knows(answer.status)) complain(what, "libosmosim has no such status word");
}

// A status word of each kind, over each of libosmosim's T=0 procedures (case 1, 2, 3 and 4).
void Walk::refusals() {
  auto& card = card_.card();
  card.prof = osim_cprof_uicc(&card, true);
  const Bytes usim = {0xA0, 0x00, 0x00, 0x00, 0x87, 0x10, 0x02};
  if (!card_.reset(false)) complain("a warm reset", "fails");
  expect("case 2, nothing is selected", card_.ask(kUicc, 0xB0, 0x00, 0x00, {}, 9), 0x6986);
  expect("case 4, the USIM", card_.ask(kUicc, 0xA4, 0x04, 0x04, usim, 256), 0x9000);
  expect("case 4, a file that is not there", select(0x6FFF), 0x6A82);
  expect("case 3, EF.IMSI", card_.ask(kUicc, 0xA4, 0x00, 0x0C, Bytes{0x6F, 0x07}, 0), 0x9000);
  // 6C09, and once more with that.
  const auto imsi = card_.ask(kUicc, 0xB0, 0x00, 0x00, {}, 20);
  expect("case 2, a longer Le", imsi, 0x9000);
  if (imsi.data.size() != 9) complain("a longer Le", "brings other data");
  expect("case 2, behind the end", card_.ask(kUicc, 0xB0, 0x00, 0x40, {}, 1), 0x6B00);
  expect("case 3, a file to be left alone", card_.ask(kUicc, 0xD6, 0x00, 0x00, Bytes(9, 0xFF), 0), 0x6982);
  expect("case 2, a record of it", card_.ask(kUicc, 0xB2, 0x01, 0x04, {}, 9), 0x6981);
  Bytes challenge(34, 0x11);
  challenge[0] = challenge[17] = 16;
  expect("case 4, a wrong MAC", card_.ask(kUicc, 0x88, 0x00, 0x81, challenge, 256), 0x9862);
  expect("case 1, no such instruction", card_.ask(kUicc, 0xEE, 0x00, 0x00, {}, 0), 0x6D00);
  if (!card_.reset(true)) complain("a cold reset", "fails");
  expect("case 2, nothing is selected any more", card_.ask(kUicc, 0xB0, 0x00, 0x00, {}, 9), 0x6986);
}

// What a phone sends, and how the answer has to end, status word included. Case 4 goes out without Le, and the phone
// collects the answer by itself.
struct Exchange {
  std::string_view tpdu;
  std::string_view answer_ends;
};

constexpr Exchange kUiccPhone[] = {
    {"00A40004023F00", "61.."},
    {"00A40004022FE2", "61.."},
    {"00B000000A", "9000"},
    {"00A40004022F00", "61.."},
    {"00B2010440", "9000"},
    {"00A4040407A0000000871002", "61.."},
    {"00C0000008", "61.."},
    {"80AA000005A903830180", "9000"},              // TERMINAL CAPABILITY
    {"801000000BFFFFFFFF7F0300000000FF", "91.."},  // TERMINAL PROFILE; SET UP EVENT LIST waits
    {"8012000000", "6C0E"},
    {"801200000E", "9000"},                          // FETCH
    {"801400000C810301050082028281830100", "...."},  // TERMINAL RESPONSE: performed; another one may wait
    {"80F2000000", "6C.."},
    {"00A40004026F07", "61.."},
    {"00B0000009", "080910200000000010...."},
    {"00A4000C026F46", "...."},
    {"00B0000011", "...."},
    {"0088008122101111111111111111111111111111111110"
     "22222222222222222222222222222222",
     "9862"},
    {"0088008011"
     "1011111111111111111111111111111111",
     "61.."},  // the GSM context
    {"00C000000E", "...."},
    {"0070000001", "01...."},
    {"01A4040C07A0000000871002", "...."},
    {"0070800100", "...."},
    {"00D6000011FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "6982"},
};
constexpr Exchange kGsmPhone[] = {
    {"A0A40000023F00", "9F16"}, {"A0C0000016", "9000"},
    {"A0A40000027F20", "9F16"}, {"A0A40000026F07", "9F0F"},
    {"A0C000000F", "9000"},     {"A0B0000009", "0809102000000000109000"},
    {"A0A40000026FAE", "9F0F"}, {"A0B0000001", "9000"},
    {"A0A40000027F20", "9F16"}, {"A08800001000112233445566778899AABBCCDDEEFF", "9F0C"},
    {"A0C000000C", "9000"},     {"A0F2000016", "9000"},
    {"A0A40000027F10", "9F16"}, {"A0A40000026F3C", "9F0F"},
    {"A0B20104B0", "9000"},     {"A0A40000026FFF", "9404"},
};

bool ends_as(const std::string& hex, std::string_view end) {
  if (hex.size() < end.size()) return false;
  const auto tail = std::string_view(hex).substr(hex.size() - end.size());
  return std::equal(tail.begin(), tail.end(), end.begin(),
                    [](char have, char want) { return want == '.' || have == std::tolower(want); });
}

// The board has to know how long a command is before it has all of it, and ends where it does not: by this table.
bool board_takes(ByteView tpdu) {
  const auto length = tpdu.size() - 5;
  switch (osim_determine_apdu_case(&osim_uicc_sim_cic_profile, tpdu.data())) {
    case 1:
    case 2:
      return length == 0;
    case 3:
    case 4:
      return length == tpdu[4];
    default:
      return false;
  }
}

void Walk::as_phone_elsewhere() {
  const auto answered = [&](const Exchange& exchange) {
    const auto tpdu = from_hex(exchange.tpdu).value();
    if (!board_takes(tpdu)) complain(std::string(exchange.tpdu), "is a command that the board does not take");
    const auto answer = to_hex(card_.pass(tpdu));
    if (!ends_as(answer, exchange.answer_ends))
      complain(std::string(exchange.tpdu), "is answered " + answer + ", not " + std::string(exchange.answer_ends));
  };
  if (!card_.reset(true)) complain("a phone's power", "does not reset the card");
  for (const auto& exchange : kUiccPhone) answered(exchange);
  // What waits goes with a reset of the phone's, cold or warm.
  answered({"00A40004023F00", "61.."});
  if (!card_.reset(false)) complain("a phone's reset", "does not reset the card");
  answered({"00C0000008", "6985"});
  for (const auto& exchange : kGsmPhone) answered(exchange);
}

int use_card() {
  osim_init(nullptr);
  OsmosimCard card;
  if (!card.open()) return 2;
  std::printf("ATR %s\n", to_hex({card.card().atr, card.card().atr_len}).c_str());
  Walk walk(card);
  walk.as_uicc();
  walk.as_gsm_sim();
  walk.refusals();
  walk.as_phone_elsewhere();
  walk.say_counts();
  return walk.well() ? 0 : 1;
}

}  // namespace
}  // namespace foothold::e2e

int main() {
  return foothold::e2e::use_card();
}
