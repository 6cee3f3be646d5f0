// The errors: what of the world failed. Numbers are persistent; add at the end, never renumber.
#pragma once

#include <cstdint>
#include <string_view>

namespace shiji::ledger {

// code, name, English, Chinese
#define SHIJI_ERRORS(X)                                                                                                \
  X(1, io, "reading or writing failed", "读写失败")                                                                    \
  X(2, disk_full, "the disk is full; nothing was written", "磁盘已满，未写入任何内容")                                 \
  X(3, read_only, "the disk is read-only; nothing was written", "磁盘只读，未写入任何内容")                            \
  X(4, not_found, "not found", "未找到")                                                                               \
  X(5, usage, "the command was not understood", "无法理解该命令")                                                      \
  X(6, already_open, "the ledger is already open in another process", "账本已被另一进程打开")                          \
  X(7, not_a_ledger, "this directory is not a ledger", "该目录不是账本")                                               \
  X(8, newer_format, "this ledger was written by a newer format", "该账本由更新的格式写成")                            \
  X(9, head_behind, "the recovered head is behind HEAD: acknowledged events are missing",                              \
    "恢复出的末端落后于 HEAD：已确认的事件丢失")                                                                       \
  X(10, corrupt, "stored bytes are not what was written", "存储内容与写入时不一致")                                    \
  X(11, clock_behind, "the clock is more than an hour behind the ledger's last event",                                 \
    "时钟比账本最后一条事件晚了一小时以上")                                                                            \
  X(12, already_exists, "a ledger exists here already", "此处已有账本")                                                \
  X(13, stopped, "the ledger stopped after a failed write; reopen and verify it",                                      \
    "账本因写入失败已停止，请重新打开并校验")                                                                          \
  X(14, key_missing, "a key that is needed is missing or is not the right one", "缺少所需密钥或密钥不正确")            \
  X(15, bad_document, "a document of the ledger cannot be read", "账本中的文档无法读取")                               \
  X(16, not_sealed_by_this_key, "a sealed field does not open with its subject's key", "密封字段无法用其主体密钥打开") \
  X(17, bad_proof_file, "this file is neither a proof nor a checkpoint", "该文件既不是证明也不是检查点")               \
  X(18, connection_lost, "the connection to the ledger's owner was lost", "与账本持有进程的连接已断开")                \
  X(19, bad_message, "what came over the socket is not understood", "无法理解套接字上收到的内容")                      \
  X(20, reader_too_slow, "the reader fell too far behind the feed and was cut off", "读取方落后过多，已被断开")

enum class ErrorCode : std::uint16_t {
#define X(number, name, en, zh) name = number,
  SHIJI_ERRORS(X)
#undef X
};

struct ErrorText {
  std::string_view name, en, zh;
};
[[nodiscard]] ErrorText text_of(ErrorCode code);

}  // namespace shiji::ledger
