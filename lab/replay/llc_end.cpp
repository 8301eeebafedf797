// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/llc_end.h"

#include <span>
#include <utility>

#include "gsm/llc/xid.h"

namespace foothold::lab::replay {

namespace llc = gsm::llc;

llc::Sender LlcEnd::other() const {
  return self_ == llc::Sender::mobile ? llc::Sender::sgsn : llc::Sender::mobile;
}

void LlcEnd::reset() {
  counters_.clear();
  cipher_.reset();
  iov_ui_ = 0;
}

void LlcEnd::set_ciphering(llc::CipherContext context) {
  if (context.algorithm == llc::Gea::gea0) return cipher_.reset();
  cipher_ = std::move(context);
}

Bytes LlcEnd::ui(llc::Sapi sapi, ByteView sdu, bool may_cipher) {
  constexpr std::size_t kUiHeader = 3;  // address and control field (TS 44.064 6.3.3)
  const auto count = counters_[sapi].take_transmit();
  const bool ciphered = may_cipher && cipher_.has_value();
  // A mobile's UI frame is a command, and so is the network's; `command` says C/R of the sender (6.2.2).
  auto pdu = llc::encode_ui(self_, true, sapi, {static_cast<std::uint16_t>(count % 512), ciphered, true}, sdu);
  if (ciphered) llc::apply_cipher(std::span(pdu).subspan(kUiHeader), *cipher_, iov_ui_, sapi, count, self_);
  return pdu;
}

Bytes LlcEnd::xid(llc::Sapi sapi, bool command, bool poll_final, ByteView information) {
  return llc::encode_u(self_, command, sapi, {llc::UCommand::xid, poll_final}, information);
}

Result<LlcEnd::Received> LlcEnd::take(ByteView octets) {
  Bytes pdu(octets.begin(), octets.end());
  const auto frame = llc::decode_frame(pdu, other());
  if (!frame) return tl::unexpected(frame.error());
  const auto* ui = std::get_if<llc::UiControl>(&frame->control);
  std::optional<std::uint32_t> count;
  if (ui != nullptr) {
    count = counters_[frame->sapi].locate(ui->nu);
    if (!count) return fail("was there before", "N(U)");
    if (ui->ciphered) {
      if (!cipher_) return fail("is ciphered, without a key being known", "frame");
      llc::apply_cipher(std::span(pdu).subspan(frame->header_size), *cipher_, iov_ui_, frame->sapi, *count, other());
    }
  }
  const auto clear = llc::decode_frame(pdu, other());
  if (!clear || !llc::fcs_is_right(pdu, *clear)) return fail("is wrong", "FCS");
  if (count) counters_[frame->sapi].accept(*count, frame->fcs);
  take_xid(*clear);
  return Received{clear->sapi, clear->control, clear->command,
                  Bytes(clear->information.begin(), clear->information.end())};
}

// What the network orders for the link is in force with its command: a mobile that does not want it would say so in an
// answer that no capture of ours has.
void LlcEnd::take_xid(const llc::Frame& frame) {
  const auto* u = std::get_if<llc::UControl>(&frame.control);
  if (u == nullptr || u->command != llc::UCommand::xid || !frame.command) return;
  const auto parameters = llc::decode_xid(frame.information);
  if (!parameters) return;
  for (const auto& parameter : *parameters) {
    if (parameter.type == llc::XidType::reset) counters_.clear();
    if (parameter.type == llc::XidType::iov_ui) iov_ui_ = llc::number(parameter);
  }
}

}  // namespace foothold::lab::replay
