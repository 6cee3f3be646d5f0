#include "socket/socket_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace shiji::engine {

using ledger::Error;
using ledger::ErrorCode;

namespace {

constexpr int waiting_connections = 64;

Error socket_error(int number, const std::string& place) {
  const bool nobody = number == ENOENT || number == ECONNREFUSED;
  return {nobody ? ErrorCode::not_found : ErrorCode::io, place, std::generic_category().message(number)};
}

/// A socket's address is at most 107 bytes; one through the directory's descriptor is always short.
sockaddr_un address_in(const Descriptor& directory, const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = "/proc/self/fd/" + std::to_string(directory.get()) + "/" + name;
  std::copy_n(path.begin(), std::min(path.size(), sizeof address.sun_path - 1), std::begin(address.sun_path));
  return address;
}

const sockaddr* general(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

Descriptor open_directory(const std::string& directory) {
  return Descriptor(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

Descriptor new_socket() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)); }

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (number_ >= 0) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() { return std::exchange(number_, -1); }

ledger::Result<ListeningSocket> ListeningSocket::open(const std::string& directory, const std::string& name) {
  const std::string place = directory + "/" + name;
  auto folder = open_directory(directory);
  if (folder.get() < 0) return socket_error(errno, directory);
  auto socket = new_socket();
  if (socket.get() < 0) return socket_error(errno, place);
  if (::unlinkat(folder.get(), name.c_str(), 0) != 0 && errno != ENOENT) return socket_error(errno, place);
  const auto address = address_in(folder, name);
  // Nobody gets in before `listen`, so the mode is right before it matters.
  const bool made = ::bind(socket.get(), general(address), sizeof address) == 0 &&
                    ::fchmodat(folder.get(), name.c_str(), S_IRUSR | S_IWUSR, 0) == 0 &&
                    ::listen(socket.get(), waiting_connections) == 0;
  if (!made) return socket_error(errno, place);
  return ListeningSocket(std::move(folder), name, std::move(socket));
}

ListeningSocket::~ListeningSocket() {
  if (socket_.get() >= 0) wake();
}

Descriptor ListeningSocket::accept() const {
  while (true) {
    Descriptor accepted(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    // A client that left again, or a moment without descriptors, is no reason to stop.
    const bool passing = errno == EINTR || errno == ECONNABORTED || errno == EMFILE || errno == ENFILE;
    if (accepted.get() >= 0 || !passing) return accepted;
  }
}

void ListeningSocket::wake() {
  if (name_.empty()) return;
  ::unlinkat(directory_.get(), name_.c_str(), 0);
  ::shutdown(socket_.get(), SHUT_RDWR);
  name_.clear();
}

ledger::Result<Descriptor> connect_socket(const std::string& directory, const std::string& name) {
  const std::string place = directory + "/" + name;
  const auto folder = open_directory(directory);
  if (folder.get() < 0) return socket_error(errno, directory);
  auto socket = new_socket();
  if (socket.get() < 0) return socket_error(errno, place);
  const auto address = address_in(folder, name);
  while (::connect(socket.get(), general(address), sizeof address) != 0) {
    if (errno != EINTR) return socket_error(errno, place);
  }
  return socket;
}

}  // namespace shiji::engine
