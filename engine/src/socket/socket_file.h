// SocketFile: a Unix socket in a directory, reached through the directory's descriptor, so that no path is too long.
//
// What: listening makes `directory`/`name` with mode 0600 after removing what an owner that died left there; the caller
// holds the directory's lock, so nobody alive listens. Connecting is to whoever listens now.
// Errors: io; not_found when nobody listens. Ownership: descriptors close themselves. Threads: one thread at a time,
// but `wake` may come from any.
#pragma once

#include "shiji/ledger/result.h"

#include <string>

namespace shiji::engine {

/// A descriptor that closes itself; -1 holds none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] int release();

 private:
  int number_;
};

class ListeningSocket {
 public:
  [[nodiscard]] static ledger::Result<ListeningSocket> open(const std::string& directory, const std::string& name);
  ListeningSocket(ListeningSocket&&) noexcept = default;
  ListeningSocket& operator=(ListeningSocket&&) = delete;
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;
  ~ListeningSocket();
  /// Blocks; -1 after `wake`.
  [[nodiscard]] Descriptor accept() const;
  /// Nobody new is let in: takes the file away and ends `accept`.
  void wake();

 private:
  ListeningSocket(Descriptor directory, std::string name, Descriptor socket)
      : directory_(std::move(directory)), name_(std::move(name)), socket_(std::move(socket)) {}
  Descriptor directory_;
  std::string name_;
  Descriptor socket_;
};

[[nodiscard]] ledger::Result<Descriptor> connect_socket(const std::string& directory, const std::string& name);

}  // namespace shiji::engine
