// HttpStream: a connected socket as Boost.Beast reads and writes it, blocking, without a reactor behind it.
//
// Errors: end_of_file when the other side left; else what the system said. Ownership: owns its descriptor.
// Threads: one at a time; `::shutdown` on the descriptor from another thread ends a read.
#pragma once

#include "socket/socket_file.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <sys/socket.h>

namespace shiji::engine {

class HttpStream {
 public:
  using ErrorCode = boost::system::error_code;
  explicit HttpStream(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  [[nodiscard]] int descriptor() const { return descriptor_.get(); }

  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers, ErrorCode& failed) {
    const auto into = first_of<boost::asio::mutable_buffer>(buffers);
    const auto got = moved([&] { return ::recv(descriptor(), into.data(), into.size(), 0); }, failed);
    if (got == 0 && into.size() > 0 && !failed) failed = boost::asio::error::eof;
    return got;
  }
  template <typename Buffers>
  std::size_t write_some(const Buffers& buffers, ErrorCode& failed) {
    const auto from = first_of<boost::asio::const_buffer>(buffers);
    return moved([&] { return ::send(descriptor(), from.data(), from.size(), MSG_NOSIGNAL); }, failed);
  }
  // Beast asks for these two and calls them nowhere where an error code is given.
  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers) {
    ErrorCode failed;
    return or_throw(read_some(buffers, failed), failed);
  }
  template <typename Buffers>
  std::size_t write_some(const Buffers& buffers) {
    ErrorCode failed;
    return or_throw(write_some(buffers, failed), failed);
  }

 private:
  template <typename Buffer, typename Buffers>
  static Buffer first_of(const Buffers& buffers) {
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at) {
      if (const Buffer buffer(*at); buffer.size() > 0) return buffer;
    }
    return {};
  }
  template <typename Call>
  static std::size_t moved(const Call& call, ErrorCode& failed) {
    failed = {};
    while (true) {
      const auto count = call();
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno == EINTR) continue;
      failed.assign(errno, boost::system::system_category());
      return 0;
    }
  }
  static std::size_t or_throw(std::size_t count, const ErrorCode& failed) {
    if (failed) throw boost::system::system_error(failed);
    return count;
  }

  Descriptor descriptor_;
};

}  // namespace shiji::engine
