// Owner: the one process that holds a ledger open. Append, read, feed, checkpoint, prove, snapshot.
//
// What: the facade of the engine. `open` gives it in process; owner/reach.h gives it wherever the ledger is held: here,
// or in another process behind its socket.
// Guarantees: an acknowledged submission is synced, whole, in order, and survives a crash of process or machine; a
// refused or failed one leaves nothing in the chain. Readers see committed events only.
// Ownership: the Owner must outlive nothing it handed out: results own their bytes.
// Errors: see each method; after a failed write every append answers `stopped` until the ledger is opened again.
// Threads: any thread may call any method.
// Durability: `append` returns after the WAL sync. HEAD is at most one commit behind what was acknowledged.
#pragma once

#include "shiji/engine/environment.h"
#include "shiji/ledger/events/event.h"
#include "shiji/ledger/events/event_filter.h"
#include "shiji/ledger/events/signing.h"
#include "shiji/ledger/result.h"
#include "shiji/ledger/rules/access_rules.h"
#include "shiji/ledger/rules/ledger_keys.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shiji::engine {

struct ExpectedVersion {
  std::string stream;
  std::optional<ledger::Version> version;  ///< nullopt: the stream must not exist yet
};

/// Complete event bytes (zero Position), signed by the client.
struct Submission {
  std::vector<ledger::Buffer> events;
  std::vector<ExpectedVersion> expected;
};

struct Receipt {
  std::string submission;
  ledger::Sequence first_sequence;
  ledger::Sequence last_sequence;         ///< of the submitted events and those the rules added between and behind them
  std::vector<ledger::Hash> leaf_hashes;  ///< of first_sequence ... last_sequence
  bool repeated = false;
};

/// JSON lines as one submission: the owner prepares, seals, signs with its service key.
struct JsonSubmission {
  std::string id;    ///< empty: a random one
  std::string text;  ///< one command a line; empty lines are skipped
  std::vector<ExpectedVersion> expected;
};

struct Head {
  ledger::TreeSize tree_size;
  ledger::Hash leaf_hash;    ///< of the last event; zero when empty
  ledger::Time recorded_at;  ///< of the last event
  ledger::Hash root;         ///< RFC 6962 root at tree_size
};

/// A recorded event handed to a reader. `event` views `bytes`; valid during the callback only.
struct RecordedEvent {
  ledger::DecodedEvent event;
  ledger::Hash leaf_hash;
};
using EventVisitor = std::function<bool(const RecordedEvent&)>;  ///< return false to stop
using HeadVisitor = std::function<bool(const Head&)>;            ///< return false to stop

struct SignedCheckpoint {
  std::string note;  ///< the C2SP note as text
  ledger::TreeSize tree_size;
  ledger::Hash root;
};

/// Where every stream stood when the ledger had `tree_size` events, as recorded in it (control.StreamHeadsRecorded).
struct StreamHeadsRecord {
  ledger::Sequence sequence;
  ledger::Time recorded_at;
  ledger::TreeSize tree_size;
  std::uint64_t count = 0;  ///< streams
  ledger::Hash root;
};

struct OwnerOptions {
  /// Clock, entropy and disk. Default: the system's.
  Environment environment = system_environment();
  /// Sync the HEAD slot before a commit is acknowledged instead of behind it. Default false: a flipped byte in the very
  /// last commit right before a crash looks like a commit that was never acknowledged. True: an acknowledgement waits
  /// for two syncs, one after the other.
  bool head_sync_every_commit = false;
  /// Events in one chunk. Default 64, 1 to 1,024. Larger chunks append faster and make reading one stream slower.
  std::uint32_t chunk_events_max = 64;
  /// Bytes of chunks kept as they were read, for reading single events and streams again. Default 32 MiB, about a
  /// thousand chunks; 0: none. Feeds and verification pass it by.
  std::size_t chunk_cache_bytes = std::size_t{32} << 20;
  /// Bytes of decision state kept in memory beside the index. Default 64 MiB. Smaller is slower, never wrong.
  std::size_t decision_cache_bytes = std::size_t{64} << 20;
  /// Record stream heads by itself as soon as this long passed, by the clock, since they were recorded last and
  /// something was appended. Default 0: only when `record_stream_heads` is called, so that events come from the caller
  /// alone and a simulated clock gives the same bytes each time. An hour for a ledger that people use.
  std::int64_t stream_heads_interval_us = 0;
  /// Bytes of the log of refusals (owner/refusal_log.h), the oldest of which it drops. Default 32 MiB; 0: none is kept.
  std::uint64_t refusal_log_bytes_max = std::uint64_t{32} << 20;
  /// Open without taking appends: nothing is written. Needed on a read-only disk.
  bool read_only = false;
};

/// Files that `init` makes beside the databases: ledger.key signs checkpoints, service.key signs what the owner
/// prepares (actor "service"), administrator.key is the first administrator's (actor "administrator"); vault.key wraps
/// the vault.
inline constexpr std::string_view ledger_key_file = "ledger.key";
inline constexpr std::string_view service_key_file = "service.key";
inline constexpr std::string_view administrator_key_file = "administrator.key";
inline constexpr std::string_view service_actor = "service";
inline constexpr std::string_view administrator_actor = "administrator";

/// What `init` writes: one submission in one commit, or nothing.
struct InitOptions {
  std::string origin;
  std::string unit;
  bool demo = false;
  Environment environment = system_environment();
};

inline constexpr std::int64_t hour_us = std::int64_t{3'600} * 1'000'000;

struct KeyListing {
  std::string actor;
  ledger::KeyId key_id;
  std::string role;
  bool revoked = false;
  ledger::Sequence since;
  std::vector<ledger::HeldRole> roles;  ///< of the actor; `role` is the first of them
};

struct LedgerStatus {
  std::string origin, unit, verifier_key;  ///< the newest of the keys that sign checkpoints
  std::uint32_t format = 0;
  bool demo = false;
  Head head;
  std::uint64_t streams = 0;
  ledger::TreeSize last_checkpoint;  ///< 0: none yet
  ledger::TreeSize stream_heads;     ///< of the last stream heads recorded; 0: none yet
  std::string stream_heads_trouble;  ///< why the owner could not record them by itself; empty: it could
  std::int64_t clock_held_us = 0;    ///< how far recorded_at is held ahead of the clock; 0 normally
  std::uint64_t bytes_events = 0, bytes_index = 0, bytes_vault = 0;
  std::vector<KeyListing> keys;
  std::vector<ledger::LedgerKey> ledger_keys;  ///< that sign or signed checkpoints, oldest first
};

class Owner {
 public:
  /// Creates a ledger in `directory` (made if absent). Errors: already_exists, io, disk_full, read_only.
  [[nodiscard]] static ledger::Status init(const std::string& directory, const InitOptions& options);
  /// Errors: already_open, not_a_ledger, newer_format, head_behind, key_missing, corrupt, io.
  [[nodiscard]] static ledger::Result<std::unique_ptr<Owner>> open(const std::string& directory,
                                                                   const OwnerOptions& options);
  virtual ~Owner() = default;

  /// Answers when committed. While nobody else appends, the calling thread does all the work itself.
  [[nodiscard]] virtual ledger::Result<Receipt> append(Submission submission) = 0;
  /// Answers when committed, on the committer's thread; calls from one thread are sequenced in order. The answer must
  /// not wait for another append: it runs on the thread that would commit it.
  virtual void append_async(Submission submission, std::function<void(ledger::Result<Receipt>)> answer) = 0;
  [[nodiscard]] virtual ledger::Result<Receipt> append_json(JsonSubmission submission) = 0;
  /// The prepared event bytes, unsigned: for a client that signs with its own key and appends as bytes.
  [[nodiscard]] virtual ledger::Result<Submission> prepare(const JsonSubmission& submission) = 0;

  /// Errors: connection_lost, when the ledger is held by another process.
  [[nodiscard]] virtual ledger::Result<Head> head() const = 0;
  /// Committed events from `from` to before `end` (or the head at the call), in order.
  [[nodiscard]] virtual ledger::Status feed(ledger::Sequence from, std::optional<ledger::TreeSize> end,
                                            const EventVisitor& visit) const = 0;
  /// The same, and then each event as it is committed, until a visitor says stop. `at_head` is called when everything
  /// up to that head was visited, and again at least five times a second while nothing comes. Errors: those of `feed`;
  /// not_found when `from` is beyond the head; read_only on a read-only opening.
  [[nodiscard]] virtual ledger::Status follow(ledger::Sequence from, const EventVisitor& visit,
                                              const HeadVisitor& at_head) const = 0;
  /// Events of one stream from `from`, in order. not_found when the stream does not exist.
  [[nodiscard]] virtual ledger::Status read_stream(std::string_view stream, ledger::Version from,
                                                   const EventVisitor& visit) const = 0;
  /// Committed events that match, in order. Much faster than a feed when few do.
  [[nodiscard]] virtual ledger::Status search(const ledger::EventFilter& filter, const EventVisitor& visit) const = 0;

  /// Signs the committed head; stored and HEAD synced before it is handed out.
  [[nodiscard]] virtual ledger::Result<SignedCheckpoint> checkpoint() = 0;
  /// The last checkpoint handed out; not_found when there is none.
  [[nodiscard]] virtual ledger::Result<SignedCheckpoint> last_checkpoint() const = 0;
  /// A C2SP tlog-proof of one event under a new or the last checkpoint that covers it.
  [[nodiscard]] virtual ledger::Result<std::string> prove(ledger::Sequence sequence) = 0;
  /// The proof of a stream (shiji/ledger/events/stream_proof.h): its events to `through` or to the last one, and the
  /// last recorded stream heads that show which one was the last. not_found when there is no such stream or version.
  [[nodiscard]] virtual ledger::Result<std::string> prove_stream(std::string_view stream,
                                                                 std::optional<ledger::Version> through) = 0;
  /// The proof of one telemetry record (shiji/ledger/rules/record_proof.h): `record`, from 0, of the event at
  /// `sequence`. not_found when there is no such event, when it has no records or not so many.
  [[nodiscard]] virtual ledger::Result<std::string> prove_record(ledger::Sequence sequence, std::uint64_t record) = 0;
  /// Records where every stream stands; the last record when nothing came behind it. Others may append meanwhile.
  [[nodiscard]] virtual ledger::Result<StreamHeadsRecord> record_stream_heads() = 0;
  /// Hashes of a full or partial tile (level, index, width 1..256) under the committed head.
  [[nodiscard]] virtual ledger::Result<std::vector<ledger::Hash>> tile(std::uint32_t level, std::uint64_t index,
                                                                       std::uint32_t width) const = 0;

  /// Seals a field under its subject's newest key. `key_created`: the caller writes identity.SubjectKeyCreated with
  /// `commitment` before the event that uses it.
  struct SealedValue {
    std::uint32_t key_version;
    ledger::Nonce nonce;
    ledger::Buffer ciphertext;
    bool key_created;
    ledger::Hash commitment;
  };
  [[nodiscard]] virtual ledger::Result<SealedValue> seal_field(ledger::EventType type, std::string_view field,
                                                               const ledger::Subject& subject,
                                                               std::string_view plaintext) = 0;
  /// Opens a sealed field with its subject's key. Errors: not_sealed_by_this_key, key_missing.
  [[nodiscard]] virtual ledger::Result<std::string> open_sealed(ledger::EventType type, std::string_view field,
                                                                const ledger::Sealed& sealed) const = 0;
  /// The chain, the index and HEAD as they stand, in a new directory below the ledger's that reads like a ledger's. It
  /// is the caller's to lock and to remove; one that nobody holds goes when the ledger is opened next.
  [[nodiscard]] virtual ledger::Result<std::string> store_snapshot() = 0;
  [[nodiscard]] virtual ledger::Result<LedgerStatus> status() const = 0;
  [[nodiscard]] virtual const std::string& directory() const = 0;
  [[nodiscard]] virtual const std::string& origin() const = 0;
};

}  // namespace shiji::engine
