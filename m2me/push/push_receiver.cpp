// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/push/push_receiver.h"

#include <httplib.h>
#include <sys/socket.h>

#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "dm/bootstrap/content_type.h"

namespace foothold::m2me {

namespace {

// Seconds that a sender may take for each read or write: TCP sends a lost segment again 1, 3, 7 and 15 s later (RFC
// 6298). A document that is cut off is answered with 400, and the DRF does not come again after that.
constexpr int kPatience = 30;
constexpr std::size_t kThreads = 2;
constexpr std::string_view kType = "application/vnd.syncml.dm+wbxml";

class HttpPushReceiver final : public PushReceiver {
 public:
  explicit HttpPushReceiver(Handler handler) : handler_(std::move(handler)) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    // The library's default would share the port with others (SO_REUSEPORT), and half of the pushes with them.
    server_.set_socket_options([](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    server_.set_payload_max_length(kLargestDocument);
    server_.set_read_timeout(kPatience);
    server_.set_write_timeout(kPatience);
    server_.set_keep_alive_max_count(1);
    server_.Post("/", [this](const httplib::Request& request, httplib::Response& response) {
      response.status = answer(request);
    });
  }

  ~HttpPushReceiver() override {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Result<void> listen_on(std::uint16_t port) {
    const int bound =
        port == 0 ? server_.bind_to_any_port("0.0.0.0") : (server_.bind_to_port("0.0.0.0", port) ? port : -1);
    if (bound <= 0)
      return fail("tcp port " + std::to_string(port) + " cannot be listened on; is it taken?", "push_port");
    port_ = static_cast<std::uint16_t>(bound);
    // The kernel queues connections from bind on; the thread inherits the caller's namespace.
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();  // a stop() before that would be lost
    return {};
  }

  std::uint16_t port() const override { return port_; }

 private:
  int answer(const httplib::Request& request) {
    const std::string header = request.get_header_value("Content-Type");
    if (!header.starts_with(kType)) return 415;
    auto type = dm::parse_bootstrap_content_type(header);
    if (!type || type->security != dm::BootstrapContentType::kUserPin || request.body.empty()) return 400;
    const Bytes document(request.body.begin(), request.body.end());
    const std::scoped_lock lock(mutex_);
    try {
      switch (handler_(document, type->mac)) {
        case PushVerdict::applied:
          return 204;
        case PushVerdict::wrong_mac:
          return 403;
        case PushVerdict::malformed:
          return 400;
      }
    } catch (const std::exception&) {
      return 500;  // the sender comes again
    }
    return 500;
  }

  Handler handler_;
  std::mutex mutex_;
  httplib::Server server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<PushReceiver>> PushReceiver::listen(std::uint16_t port, Handler handler) {
  auto receiver = std::make_unique<HttpPushReceiver>(std::move(handler));
  if (auto listening = receiver->listen_on(port); !listening) return tl::unexpected(listening.error());
  return receiver;
}

}  // namespace foothold::m2me
