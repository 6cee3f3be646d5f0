// Services: the support team's year, articles, outreach and pilots.
#pragma once

#include "demo/year/listed_area.h"

namespace shiji::cli::demo {

enum class ServiceFact : std::uint8_t {
  ticket,
  ticket_closed,
  call_in,
  call_back,
  helped,
  table,
  report,
  visit,
  article,
  outreach,
  pilot
};

class Services final : public ListedArea<ServiceFact> {
 public:
  Services(const YearSetting& setting, FactList& facts);
  /// Days on which articles appeared; article `n` is "article/<article_name(n)>".
  [[nodiscard]] const std::vector<ledger::Date>& article_days() const { return article_days_; }

 protected:
  [[nodiscard]] ledger::Status tell_fact(ServiceFact kind, std::uint32_t which, ledger::Time at,
                                         EventSink& sink) const override;

 private:
  struct Asked {
    std::uint32_t teacher;
    std::uint8_t topic, channel;
  };
  void plan_support(FactList& facts);
  void plan_help(FactList& facts);
  void plan_articles(FactList& facts);
  [[nodiscard]] ledger::Status tell_ticket(ServiceFact kind, std::uint32_t which, ledger::Time at,
                                           EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_contact(ServiceFact kind, std::uint32_t which, ledger::Time at,
                                            EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_office(ServiceFact kind, std::uint32_t which, ledger::Time at,
                                           EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_outside(ServiceFact kind, std::uint32_t which, ledger::Time at,
                                            EventSink& sink) const;
  [[nodiscard]] ledger::Status tell_pilot(std::uint32_t which, ledger::Time at, EventSink& sink) const;
  [[nodiscard]] const School& school(std::uint32_t number) const {
    return setting_.organisation.schools[number % setting_.organisation.schools.size()];
  }

  std::vector<Asked> asked_;
  std::vector<ledger::Date> article_days_;
};

[[nodiscard]] std::string article_name(std::size_t number);

}  // namespace shiji::cli::demo
