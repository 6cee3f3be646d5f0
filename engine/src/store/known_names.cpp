#include "store/known_names.h"

namespace shiji::engine {

KnownNames::~KnownNames() {
  stopping_ = true;
  if (reading_.joinable()) reading_.join();
}

void KnownNames::read_names() {
  if (store_ == nullptr) return;
  // What is written after the reading began was added here before it was written.
  reading_ = std::thread([this] {
    const auto read = store_->each_name([this](IndexFamily family, std::string_view name) {
      read_.add(hash_of(family, HashedText(name)));
      return !stopping_.load(std::memory_order_relaxed);
    });
    if (read && !stopping_) read_all_.store(true, std::memory_order_release);
  });
}

}  // namespace shiji::engine
