#include "remote/record_codec.h"

namespace shiji::projections {
namespace {

constexpr int depth_max = 16;  // records are three deep; more is nobody's

void write_sealed(BinaryWriter& out, const SealedText& sealed) {
  out.text(sealed.type);
  out.text(sealed.field);
  out.raw(sealed.subject.span());
  out.number(sealed.key_version);
  out.raw(sealed.nonce.span());
  out.text({reinterpret_cast<const char*>(sealed.ciphertext.data()), sealed.ciphertext.size()});
}

SealedText read_sealed(BinaryReader& in) {
  SealedText sealed;
  sealed.type = in.text();
  sealed.field = in.text();
  sealed.subject = in.fixed<ledger::Subject>();
  sealed.key_version = static_cast<std::uint32_t>(in.bounded(UINT32_MAX));
  sealed.nonce = in.fixed<ledger::Nonce>();
  const auto ciphertext = in.text();
  sealed.ciphertext.assign(ciphertext.begin(), ciphertext.end());
  return sealed;
}

class RecordWriter {
 public:
  explicit RecordWriter(BinaryWriter& out) : out_(out) {}
  void operator()(bool value) const { out_.boolean(value); }
  void operator()(std::int64_t value) const { out_.integer(value); }
  void operator()(const std::string& value) const { out_.text(value); }
  void operator()(const SealedText& value) const { write_sealed(out_, value); }
  void operator()(const List& list) const {
    out_.number(list.size());
    for (const auto& one : list) write_record(out_, one);
  }
  void operator()(const Fields& fields) const {
    out_.number(fields.size());
    for (const auto& [name, value] : fields) {
      out_.text(name);
      write_record(out_, value);
    }
  }

 private:
  BinaryWriter& out_;
};

Record read_at(BinaryReader& in, int depth) {
  constexpr std::uint64_t last_kind = std::variant_size_v<Record::Content> - 1;
  const auto kind = in.bounded(last_kind);
  if (depth > depth_max) return {};
  switch (kind) {
    case 0:
      return in.boolean();
    case 1:
      return in.integer();
    case 2:
      return std::string(in.text());
    case 3:
      return read_sealed(in);
    case 4: {
      List list;
      for (auto left = in.count(1); left > 0 && in.ok(); --left) list.push_back(read_at(in, depth + 1));
      return list;
    }
    default: {
      Fields fields;
      for (auto left = in.count(2); left > 0 && in.ok(); --left) {
        auto name = std::string(in.text());
        fields.emplace_back(std::move(name), read_at(in, depth + 1));
      }
      return fields;
    }
  }
}

}  // namespace

void write_record(BinaryWriter& out, const Record& record) {
  out.number(record.content.index());
  std::visit(RecordWriter(out), record.content);
}

Record read_record(BinaryReader& in) { return read_at(in, 0); }

}  // namespace shiji::projections
