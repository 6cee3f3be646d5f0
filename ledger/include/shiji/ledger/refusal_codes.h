// The refusals: which rule said no. Numbers are persistent and their order is the order of the checks: form (1xx),
// submission (2xx), access (3xx), the domain's rules (4xx and up). Add within a block, never renumber.
#pragma once

#include <cstdint>
#include <string_view>

namespace shiji::ledger {

// code, name, rule, English, Chinese
#define SHIJI_REFUSALS(X)                                                                                              \
  X(101, not_json, "form", "this line is not a JSON object", "该行不是 JSON 对象")                                     \
  X(102, not_an_event, "form", "these bytes are not an event", "这些字节不是事件")                                     \
  X(103, unknown_type, "form", "no event type of this name", "没有此名称的事件类型")                                   \
  X(104, unknown_field, "form", "no field of this name", "没有此名称的字段")                                           \
  X(105, wrong_type, "form", "the value is of the wrong kind", "值的类型不正确")                                       \
  X(106, missing_field, "form", "a field that must be given is missing", "缺少必填字段")                               \
  X(107, out_of_range, "form", "the value is out of range", "值超出范围")                                              \
  X(108, repeated_field, "form", "a field is given twice", "字段重复")                                                 \
  X(109, event_too_large, "form", "an event has at most 65,535 bytes", "事件最多 65,535 字节")                         \
  X(110, bad_stream_name, "form", "a stream name has 1 to 256 printable characters and belongs to its type",           \
    "流名须为 1 至 256 个可见字符并与类型相符")                                                                        \
  X(111, position_given, "form", "a command carries no position", "命令不得带有位置")                                  \
  X(112, personal_field_open, "form", "a personal field must be sealed", "个人信息字段必须密封")                       \
  X(201, submission_too_large, "submission", "a submission has at most 65,536 events and 16 MiB",                      \
    "一次提交最多 65,536 条事件、16 MiB")                                                                              \
  X(202, submission_empty, "submission", "a submission has at least one event", "一次提交至少一条事件")                \
  X(203, bad_submission_id, "submission", "a submission id has 1 to 64 printable characters, the same in all events",  \
    "提交编号须为 1 至 64 个可见字符且各事件一致")                                                                     \
  X(204, submission_id_taken, "submission", "this submission id was used with other content",                          \
    "该提交编号已用于其他内容")                                                                                        \
  X(205, wrong_expected_version, "submission", "the stream is not at the expected version", "流不在预期版本")          \
  X(301, written_by_ledger, "access", "only the ledger itself writes this type", "该类型只能由账本自身写入")           \
  X(302, unsigned_submission, "access", "a submission must be signed", "提交必须签名")                                 \
  X(303, unknown_key, "access", "the signing key is not enrolled in this ledger", "签名密钥未在本账本登记")            \
  X(304, key_revoked, "access", "the signing key is revoked", "签名密钥已撤销")                                        \
  X(305, bad_signature, "access", "the signature does not match the bytes", "签名与内容不符")                          \
  X(306, not_the_actor, "access", "the signing key does not act for this actor", "签名密钥不属于该行为者")             \
  X(307, no_role, "access", "the actor does not hold the role this needs", "行为者不具备所需角色")                     \
  X(308, unknown_actor, "access", "no actor of this name is registered", "没有登记此行为者")                           \
  X(309, untrue_field, "access", "what is given is not so", "所填内容与事实不符")                                      \
  X(310, outside_unit, "access", "the actor's role does not reach this unit", "行为者的角色不及于该单位")              \
  X(311, service_outside_unit, "access", "the service that signs does not serve this unit",                            \
    "签名的系统账号不服务于该单位")                                                                                    \
  X(312, actor_reaches_further, "access", "whoever changes an actor's keys administers all that the actor may do",     \
    "更改他人密钥者须管辖其全部权限范围")                                                                              \
  X(320, ledger_key_wrong, "access", "this is not the key the ledger signs with", "这不是账本当前使用的签名密钥")      \
  X(321, ledger_key_rotating, "access", "the older ledger key is retired before the next one comes",                   \
    "须先停用较早的账本密钥")                                                                                          \
  X(401, occurred_in_future, "time", "occurred_at is more than 5 minutes after the clock",                             \
    "发生时间晚于时钟 5 分钟以上")                                                                                     \
  X(411, actor_exists, "identity", "the actor is registered already", "行为者已登记")                                  \
  X(412, key_exists, "identity", "the key is enrolled already", "密钥已登记")                                          \
  X(413, bad_proof_of_possession, "identity", "the proof does not show possession of the key",                         \
    "证明不能表明持有该密钥")                                                                                          \
  X(414, last_administrator, "identity", "a ledger keeps one administrator with a key", "账本须保留一名持钥管理员")    \
  X(415, role_unknown, "identity", "no role of this name", "没有此角色")                                               \
  X(416, subject_key_exists, "identity", "the subject has a key of this version", "主体已有此版本密钥")                \
  X(417, subject_key_missing, "identity", "a sealed field names a key that was never created",                         \
    "密封字段所用密钥从未创建")                                                                                        \
  X(418, teacher_exists, "identity", "the teacher is registered already", "教师已登记")                                \
  X(419, teacher_unknown, "identity", "no teacher of this id is registered", "没有登记此教师")                         \
  X(420, wrong_stream, "identity", "the event belongs in the stream of what it names", "事件应写入其对象的流")         \
  X(421, role_held, "identity", "the actor holds the role already, or does not hold it", "角色已授予或并未授予")       \
  X(431, document_part_wrong, "documents", "the part does not fit its document", "部分与其文档不符")                   \
  X(432, document_incomplete, "documents", "not all parts of the document are here", "文档各部分不全")                 \
  X(433, document_invalid, "documents", "the document is not what it is adopted as", "文档与其采用用途不符")           \
  X(434, ledger_created_twice, "documents", "a ledger is created once, at sequence 0", "账本只在序号 0 处创建一次")    \
  X(435, rule_set_adopted_twice, "documents", "this version of the rule set is adopted already", "该规则集版本已采用") \
  X(441, school_exists, "employment", "the school is open already", "学校已存在")                                      \
  X(442, school_unknown, "employment", "no school of this code", "没有此代码的学校")                                   \
  X(443, employment_wrong, "employment", "the employment does not fit what is in force", "任职与现状不符")             \
  X(451, session_exists, "attendance", "the session is scheduled already", "培训场次已安排")                           \
  X(452, session_unknown, "attendance", "no session of this name is scheduled", "没有此培训场次")                      \
  X(453, session_units_wrong, "attendance", "units are in order, do not overlap, and last 1 to 720 minutes",           \
    "教学单元须按序、不重叠且时长为 1 至 720 分钟")                                                                    \
  X(454, session_closed, "attendance", "the session is closed", "培训场次已结束")                                      \
  X(455, roster_missing, "attendance", "the session has no roster yet", "培训场次尚无名册")                            \
  X(456, not_on_roster, "attendance", "the teacher is not on the roster", "教师不在名册中")                            \
  X(457, roster_repeats, "attendance", "a teacher stands on the roster twice", "名册中教师重复")                       \
  X(458, sign_in_outside_session, "attendance",                                                                        \
    "signing in is open from before the first unit to the end of the last", "签到仅限首个单元开放前至末个单元结束")    \
  X(459, sign_out_without_sign_in, "attendance", "nobody signs out who did not sign in", "未签到不能签退")             \
  X(460, session_not_over, "attendance", "a session is closed after its last unit", "末个单元结束后方可结束场次")      \
  X(461, no_attendance_rules, "attendance", "no attendance rule set is in force on the session's day",                 \
    "该场次当日没有生效的考勤规则集")                                                                                  \
  X(471, activity_exists, "research", "the activity is open already", "教研活动已开设")                                \
  X(472, activity_unknown, "research", "no activity of this name", "没有此教研活动")                                   \
  X(473, activity_times_wrong, "research", "an activity opens before it closes and lasts at most a year",              \
    "活动须先开后关且不超过一年")                                                                                      \
  X(474, activity_not_open, "research", "the activity is not open yet", "教研活动尚未开始")                            \
  X(475, activity_closed, "research", "the activity is closed", "教研活动已结束")                                      \
  X(476, joined_already, "research", "the teacher takes part already", "教师已参加该活动")                             \
  X(477, not_joined, "research", "the teacher does not take part in the activity", "教师未参加该活动")                 \
  X(478, material_exists, "research", "this file was handed in already in this activity", "该文件已在本活动提交")      \
  X(479, material_unknown, "research", "no such file was handed in in this activity", "本活动没有此文件")              \
  X(480, material_of_another, "research", "the file was handed in by somebody else", "该文件由他人提交")               \
  X(481, material_decided, "research", "the file is withdrawn or accepted already", "该文件已撤回或已采纳")            \
  X(491, collection_exists, "reporting", "the collection is open already", "上报任务已开设")                           \
  X(492, collection_unknown, "reporting", "no collection of this name", "没有此上报任务")                              \
  X(493, collection_closed, "reporting", "the collection is closed", "上报任务已结束")                                 \
  X(494, row_exists, "reporting", "a row of this number was reported already", "该序号的行已上报")                     \
  X(495, row_unknown, "reporting", "no row of this number was reported", "没有上报过该序号的行")                       \
  X(496, row_unchanged, "reporting", "a correction says something else than the row", "更正内容须与原行不同")          \
  X(501, resource_exists, "resource", "a resource of this name is published already", "该资源已发布")                  \
  X(502, resource_unknown, "resource", "no resource of this name is published", "没有发布过此资源")                    \
  X(503, resource_retired, "resource", "the resource is retired", "该资源已下架")                                      \
  X(504, item_exists, "resource", "an item of this name was submitted already", "该试题已提交")                        \
  X(505, item_unknown, "resource", "no item of this name was submitted", "没有提交过此试题")                           \
  X(506, item_decided, "resource", "the item is reviewed or retired already", "该试题已审核或已停用")                  \
  X(511, expert_exists, "review", "the expert is enrolled already", "专家已入库")                                      \
  X(512, expert_unknown, "review", "no such expert is enrolled", "专家未入库")                                         \
  X(513, expert_suspended, "review", "the expert is suspended", "专家已被暂停")                                        \
  X(514, expert_not_suspended, "review", "the expert is not suspended", "专家未被暂停")                                \
  X(515, rubric_unknown, "review", "no rubric of this digest is adopted", "没有采用此评分标准")                        \
  X(516, review_exists, "review", "the review is assigned already", "该评审已分配")                                    \
  X(517, review_unknown, "review", "no such review was assigned", "没有分配过此评审")                                  \
  X(518, expert_listed_twice, "review", "an expert is named twice", "专家重复")                                        \
  X(519, expert_is_author, "review", "nobody reviews their own work", "不得评审本人作品")                              \
  X(520, not_assigned, "review", "the review was not assigned to this expert", "该评审未分配给此专家")                 \
  X(521, scored_already, "review", "the expert scored this object already", "专家已对该对象评分")                      \
  X(522, score_outside_rubric, "review", "a score lies outside its rubric", "评分超出评分标准")                        \
  X(523, opinion_unsigned, "review", "an opinion carries the expert's own signature", "评审意见须由专家本人签名")      \
  X(524, votes_wrong, "review", "the votes are not those of the members present", "票数与到会人数不符")                \
  X(525, quorum_missing, "review", "fewer than two thirds of the members are present", "到会人数不足三分之二")         \
  X(531, lesson_exists, "highlight", "the lesson is highlighted already", "该课例已列为亮点课堂")                      \
  X(532, highlighted_already, "highlight", "the teacher is highlighted for that year already",                         \
    "该教师当年已列为亮点教师")                                                                                        \
  X(541, mentor_is_novice, "mentoring", "a mentor is not their own novice", "导师不能是本人的徒弟")                    \
  X(542, pair_exists, "mentoring", "the pair is matched already", "师徒已结对")                                        \
  X(543, pair_unknown, "mentoring", "no such pair is matched", "没有此师徒结对")                                       \
  X(544, pair_ended, "mentoring", "the pair has ended", "师徒结对已结束")                                              \
  X(551, recorded_already, "outreach", "this is recorded already", "该事项已记录")                                     \
  X(561, ticket_exists, "support", "the ticket is open already", "该问题单已登记")                                     \
  X(562, ticket_unknown, "support", "no ticket of this name is open", "没有此问题单")                                  \
  X(563, ticket_closed, "support", "the ticket is closed", "该问题单已关闭")                                           \
  X(571, paper_recorded_already, "achievement", "the author recorded this paper already", "该作者已登记此论文")        \
  X(572, author_order_wrong, "achievement", "an author's place is between the first and the last",                     \
    "作者次序须在首末之间")                                                                                            \
  X(573, author_place_taken, "achievement", "another author has this place", "该次序已有其他作者")                     \
  X(581, columns_wrong, "telemetry", "the columns of a batch have one length and name what is there",                  \
    "批次各列须等长且所指存在")                                                                                        \
  X(582, batch_count_wrong, "telemetry", "the batch does not hold as many records as it says", "批次记录数与所述不符") \
  X(583, batch_root_wrong, "telemetry", "the records do not hash to the root", "批次记录与根哈希不符")                 \
  X(584, batch_repeated, "telemetry", "a batch of this school, day and number is recorded already",                    \
    "该校当日此批次已记录")

enum class RefusalCode : std::uint16_t {
#define X(number, name, rule, en, zh) name = number,
  SHIJI_REFUSALS(X)
#undef X
};

struct RefusalText {
  std::string_view name, rule, en, zh;
};
[[nodiscard]] RefusalText text_of(RefusalCode code);

}  // namespace shiji::ledger
