// The routes of the owner's socket, named once for both sides (docs/formats/socket.md).
#pragma once

#include <cstddef>
#include <string_view>

namespace shiji::engine {

inline constexpr std::string_view owner_socket = "socket";  ///< its name in the ledger's directory

struct Route {
  std::string_view method, path;
};

namespace route {
inline constexpr Route identity{"GET", "/api/v1/identity"};
inline constexpr Route head{"GET", "/api/v1/head"};
inline constexpr Route status{"GET", "/api/v1/status"};
inline constexpr Route feed{"GET", "/api/v1/feed"};
inline constexpr Route stream{"POST", "/api/v1/stream"};
inline constexpr Route search{"POST", "/api/v1/search"};
inline constexpr Route submissions{"POST", "/api/v1/submissions"};
inline constexpr Route lines{"POST", "/api/v1/lines"};
inline constexpr Route prepare{"POST", "/api/v1/prepare"};
inline constexpr Route checkpoint{"POST", "/api/v1/checkpoint"};
inline constexpr Route last_checkpoint{"GET", "/api/v1/checkpoint"};
inline constexpr Route proof{"POST", "/api/v1/proof"};
inline constexpr Route stream_proof{"POST", "/api/v1/stream-proof"};
inline constexpr Route record_proof{"POST", "/api/v1/record-proof"};
inline constexpr Route stream_heads{"POST", "/api/v1/stream-heads"};
inline constexpr Route tile{"POST", "/api/v1/tile"};
inline constexpr Route seal{"POST", "/api/v1/seal"};
inline constexpr Route open{"POST", "/api/v1/open"};
inline constexpr Route snapshot{"POST", "/api/v1/snapshot"};
}  // namespace route

/// Events of a submission are at most 16 MiB; lengths and expected versions come on top. JSON lines say the same in
/// more bytes.
inline constexpr std::size_t submission_body_max = std::size_t{17} << 20;
inline constexpr std::size_t lines_body_max = std::size_t{136} << 20;
inline constexpr std::size_t other_body_max = std::size_t{1} << 20;

}  // namespace shiji::engine
