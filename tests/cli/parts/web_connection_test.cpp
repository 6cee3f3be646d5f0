// Addresses on the web, and servers that try a client's patience.
#include "web_connection.h"

#include "web_log_files.h"

#include <catch2/catch.hpp>
#include <netinet/in.h>

#include <array>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace shiji::cli;
using Catch::Contains;

namespace {

/// A port of loopback on which connections are taken, and whatever a test does with them.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] WebAddress address() const { return parse_web_address(url()).value(); }
  [[nodiscard]] int accepted() const { return ::accept(socket_, nullptr, nullptr); }

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

/// False when the other side hung up.
bool sent(int connection, std::string_view text) {
  return ::send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

}  // namespace

TEST_CASE("An address is taken apart into host, port and path") {
  struct Case {
    std::string text, host, port, path, again;
  };
  const std::vector<Case> cases{
      {"http://a.example", "a.example", "80", "", "http://a.example"},
      {"https://a.example/", "a.example", "443", "", "https://a.example"},
      {"https://a.example:443/x/y//", "a.example", "443", "/x/y", "https://a.example/x/y"},
      {"http://a-b_c.example:8080/%E5%B8%88", "a-b_c.example", "8080", "/%E5%B8%88",
       "http://a-b_c.example:8080/%E5%B8%88"},
      {"http://[::1]:81/x", "::1", "81", "/x", "http://[::1]:81/x"},
      {"https://[2001:db8::1]", "2001:db8::1", "443", "", "https://[2001:db8::1]"},
  };
  for (const auto& [text, host, port, path, again] : cases) {
    CAPTURE(text);
    const auto address = parse_web_address(text);
    REQUIRE(address.ok());
    CHECK(address->host == host);
    CHECK(address->port == port);
    CHECK(address->path == path);
    CHECK(address->secure == (text[4] == 's'));
    CHECK(address->text() == again);
  }
}

TEST_CASE("What is no address is refused with what is wrong with it") {
  struct Case {
    std::string text, detail;
  };
  const std::vector<Case> cases{
      {"ftp://a", "begins neither"},   {"http:/a", "begins neither"},  {"http://", "no host"},
      {"http:///x", "no host"},        {"http://:80/", "no host"},     {"http://a,b/", "no host"},
      {"http://[::1", "no host"},      {"http://[x]/", "no host"},     {"http://[]/", "no host"},
      {"http://a:/", "no port"},       {"http://a:0/", "no port"},     {"http://a:65536/", "no port"},
      {"http://a:1:2/", "no port"},    {"http://[::1]80/", "no port"}, {"http://u:p@a/", "user"},
      {"http://a/?x", "query"},        {"http://a/#x", "fragment"},    {"http://a/ b", "%XX"},
      {"http://a/\r\nHost: b", "%XX"}, {"http://a/师", "%XX"},         {"http://a/" + std::string(2'048, 'x'), "2048"},
  };
  for (const auto& [text, detail] : cases) {
    CAPTURE(text);
    const auto address = parse_web_address(text);
    REQUIRE_FALSE(address.ok());
    CHECK(address.error()->code == shiji::ledger::ErrorCode::usage);
    CHECK_THAT(address.error()->detail, Contains(detail));
  }
  CHECK(is_web_address("ftp://x"));
  CHECK_FALSE(is_web_address("./log"));
  CHECK_FALSE(is_web_address("://x"));
  CHECK_FALSE(is_web_address("a/b://x"));
}

TEST_CASE("A server that says nothing is given up after the patience for one step") {
  const Listener silent;
  WebLogFiles files(silent.address(), {.step = std::chrono::milliseconds(50)});
  const auto read = files.read("checkpoint");
  REQUIRE_FALSE(read.ok());
  CHECK(read.error()->place == silent.url() + "/checkpoint");
  CHECK_THAT(read.error()->detail, Contains("nothing came for 50 ms"));
  // What went wrong on the way is not tried again for the next file.
  REQUIRE(files.trouble().has_value());
  CHECK(files.read("tile/0/000").error()->place == silent.url() + "/checkpoint");
}

TEST_CASE("A server that goes on for ever is given up after the patience for one answer") {
  const Listener endless;
  std::thread server([&endless] {
    const int connection = endless.accepted();
    bool listens = sent(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (listens) listens = sent(connection, "1\r\nx\r\n");
    ::close(connection);
  });
  {
    const auto connection = WebConnection::connect(endless.address(), {.whole = std::chrono::milliseconds(30)});
    REQUIRE(connection.ok());
    const auto answer = (*connection)->get("/checkpoint", std::size_t{1} << 40U);
    REQUIRE_FALSE(answer.ok());
    CHECK_THAT(answer.error()->detail, Contains("took too long"));
    CHECK_FALSE((*connection)->usable());
  }
  server.join();
}

TEST_CASE("A body without a length is bounded as well") {
  const Listener endless;
  std::thread server([&endless] {
    const int connection = endless.accepted();
    bool listens = sent(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    while (listens) listens = sent(connection, std::string(1'000, 'x'));
    ::close(connection);
  });
  {
    const auto connection = WebConnection::connect(endless.address(), {});
    REQUIRE(connection.ok());
    const auto answer = (*connection)->get("/checkpoint", 10'000);
    REQUIRE_FALSE(answer.ok());
    CHECK_THAT(answer.error()->detail, Contains("larger than 10000 bytes"));
  }
  server.join();
}
