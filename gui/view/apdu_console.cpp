// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/apdu_console.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <optional>

#include "base/hex.h"
#include "gui/capture/apdu_text.h"
#include "gui/model/document.h"
#include "gui/model/palette.h"

namespace foothold::gui {
namespace {

constexpr qsizetype kMostSent = 200;

// Hex with or without spaces; nothing if it is not, or too short for a command.
std::optional<Bytes> command_in(QString text) {
  text.remove(u' ');
  const auto octets = from_hex(text.toStdString());
  if (!octets || octets->size() < 4) return std::nullopt;
  return *octets;
}

}  // namespace

ApduConsole::ApduConsole(Document& document, const TreLog& log, QWidget* parent)
    : QWidget(parent),
      document_(document),
      model_(new ApduModel(document, log, this)),
      table_(new QTableView(this)),
      socket_(new QLineEdit(this)),
      connect_(new QPushButton(this)),
      line_(new QLineEdit(this)),
      send_(new QPushButton(tr("&Send"), this)),
      meaning_(new QLabel(this)) {
  const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  const QFontMetrics metrics(font());
  table_->setObjectName(QStringLiteral("apdus"));
  table_->setAccessibleName(tr("Commands to the trusted environment"));
  table_->setModel(model_);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->verticalHeader()->setDefaultSectionSize(metrics.height() + 5);
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  const auto width = [&](const char* sample) { return metrics.horizontalAdvance(QLatin1String(sample)) + 18; };
  table_->setColumnWidth(ApduModel::kTime, width("000.000000"));
  table_->setColumnWidth(ApduModel::kCommand, width("GET DATA discovery address"));
  table_->setColumnWidth(ApduModel::kData, width("a0000000871002 and more of it"));
  table_->setColumnWidth(ApduModel::kStatus, width("6982 security status not satisfied"));

  socket_->setObjectName(QStringLiteral("tre-socket"));
  socket_->setAccessibleName(tr("Socket of a running trusted environment"));
  socket_->setPlaceholderText(tr("Socket of a running foothold-tre"));
  connect_->setObjectName(QStringLiteral("tre-connect"));
  line_->setObjectName(QStringLiteral("apdu"));
  line_->setAccessibleName(tr("Command to send, in hex"));
  line_->setPlaceholderText(
      tr("Command in hex: 00A4040C0AF0464F4F54484F4C4401 selects the TRE, 80CA010200 asks its PCID"));
  line_->setFont(fixed);
  line_->installEventFilter(this);
  send_->setObjectName(QStringLiteral("apdu-send"));
  meaning_->setObjectName(QStringLiteral("apdu-meaning"));

  auto* const session = new QHBoxLayout;
  session->addWidget(socket_, 1);
  session->addWidget(connect_);
  auto* const command = new QHBoxLayout;
  command->addWidget(line_, 1);
  command->addWidget(send_);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(table_, 1);
  auto* const lower = new QVBoxLayout;
  lower->setContentsMargins(6, 0, 6, 4);
  lower->addWidget(meaning_);
  lower->addLayout(command);
  lower->addLayout(session);
  layout->addLayout(lower);

  connect(table_, &QTableView::clicked, this, [this](const QModelIndex& index) {
    const QVariant packet = index.data(ApduModel::kPacketRole);
    if (packet.isValid()) document_.select_row(static_cast<std::size_t>(packet.toULongLong()));
  });
  connect(connect_, &QPushButton::clicked, this, &ApduConsole::connect_or_hang_up);
  connect(socket_, &QLineEdit::returnPressed, this, &ApduConsole::connect_or_hang_up);
  connect(line_, &QLineEdit::textChanged, this, &ApduConsole::check);
  connect(line_, &QLineEdit::returnPressed, this, &ApduConsole::send);
  connect(send_, &QPushButton::clicked, this, &ApduConsole::send);
  connect(&link_, &TreLink::state_changed, this, &ApduConsole::refresh);
  connect(&link_, &TreLink::answered, this, [this](const Bytes& sent, const Bytes& answer) {
    model_->add_own(sent, answer);
    table_->scrollToBottom();
  });
  refresh();
}

void ApduConsole::offer_socket(const QString& path) {
  if (!link_.is_connected()) socket_->setText(path);
}

void ApduConsole::connect_or_hang_up() {
  if (link_.is_connected()) {
    link_.hang_up();
    return;
  }
  const auto connected = link_.connect_to(socket_->text());
  if (!connected) meaning_->setText(QString::fromStdString(to_string(connected.error())));
}

void ApduConsole::check() {
  const auto command = command_in(line_->text());
  QPalette palette;
  if (!line_->text().isEmpty()) {
    palette.setColor(QPalette::Base, soft_colour_of(command ? StepMark::done : StepMark::failed));
  }
  line_->setPalette(palette);
  meaning_->setText(command                   ? QString::fromStdString(capture::command_text(*command))
                    : line_->text().isEmpty() ? QString()
                                              : tr("no command: at least four octets in hex"));
  send_->setEnabled(command && link_.is_connected() && !link_.is_waiting());
}

void ApduConsole::send() {
  auto command = command_in(line_->text());
  if (!command || !link_.is_connected() || link_.is_waiting()) return;
  sent_.removeAll(line_->text());
  sent_.append(line_->text());
  if (sent_.size() > kMostSent) sent_.removeFirst();
  recalled_ = sent_.size();
  link_.send(std::move(*command));
  line_->clear();
}

void ApduConsole::refresh() {
  connect_->setText(link_.is_connected() ? tr("Hang &Up") : tr("&Connect"));
  socket_->setEnabled(!link_.is_connected());
  check();
}

void ApduConsole::recall(int back) {
  recalled_ = std::clamp<qsizetype>(recalled_ + back, 0, sent_.size());
  line_->setText(recalled_ < sent_.size() ? sent_[recalled_] : QString());
}

bool ApduConsole::eventFilter(QObject* watched, QEvent* event) {
  if (watched == line_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
      recall(key == Qt::Key_Up ? -1 : 1);
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace foothold::gui
