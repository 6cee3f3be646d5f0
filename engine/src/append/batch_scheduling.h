// Batch scheduling: a thread that, woken, lets those run on that have a processor.
//
// What: the calling thread gets a processor that is idle as fast as ever, but takes none from a thread at work before
// that waits or its slice (some milliseconds) is over. For a thread whose work comes cheaper the more of it is there.
// Errors: where the system does not allow it the thread stays as it was, which costs speed only. Threads: any.
#pragma once

namespace shiji::engine {

void schedule_this_thread_as_batch();

}  // namespace shiji::engine
