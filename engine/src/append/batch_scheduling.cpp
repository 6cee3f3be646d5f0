#include "append/batch_scheduling.h"

#include <pthread.h>
#include <sched.h>

namespace shiji::engine {

void schedule_this_thread_as_batch() {
  const sched_param none{};
  (void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

}  // namespace shiji::engine
