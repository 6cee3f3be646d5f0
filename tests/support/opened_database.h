// One of a ledger's databases, opened as anybody with RocksDB could: for tests that change what lies there.
//
// Threads: one thread. Errors fail the test.
#pragma once

#include "store/rocksdb_options.h"

#include <catch2/catch.hpp>
#include <rocksdb/db.h>

#include <memory>
#include <string>
#include <vector>

namespace shiji::tests {

class OpenedDatabase {
 public:
  OpenedDatabase(const std::string& path, const engine::Environment& environment) {
    const auto options = engine::database_options(environment);
    REQUIRE(rocksdb::DB::ListColumnFamilies(options, path, &names_).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.reserve(names_.size());
    for (const auto& name : names_) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    rocksdb::DB* db = nullptr;
    const auto opened = rocksdb::DB::Open(options, path, families, &handles_, &db);
    INFO(opened.ToString());
    REQUIRE(opened.ok());
    db_.reset(db);
  }
  OpenedDatabase(const OpenedDatabase&) = delete;
  OpenedDatabase& operator=(const OpenedDatabase&) = delete;
  ~OpenedDatabase() {
    for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  }

  [[nodiscard]] const std::vector<std::string>& families() const { return names_; }
  std::string get(const std::string& name, const std::string& key) {
    std::string value;
    REQUIRE(db_->Get(rocksdb::ReadOptions(), family(name), key, &value).ok());
    return value;
  }
  void put(const std::string& name, const std::string& key, const std::string& value) {
    REQUIRE(db_->Put(rocksdb::WriteOptions(), family(name), key, value).ok());
  }
  void erase(const std::string& name, const std::string& key) {
    REQUIRE(db_->Delete(rocksdb::WriteOptions(), family(name), key).ok());
  }
  std::vector<std::string> keys(const std::string& name) {
    std::vector<std::string> keys;
    const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(rocksdb::ReadOptions(), family(name)));
    for (at->SeekToFirst(); at->Valid(); at->Next()) keys.push_back(at->key().ToString());
    return keys;
  }

 private:
  rocksdb::ColumnFamilyHandle* family(const std::string& name) {
    for (auto* handle : handles_) {
      if (handle->GetName() == name) return handle;
    }
    FAIL("no column family " << name);
    return nullptr;
  }

  std::vector<std::string> names_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace shiji::tests
