// Has a data race on purpose: a ThreadSanitizer build in which this program ends well sees nothing.
#include <thread>

int main() {
  int counted = 0;
  std::thread other([&counted] { ++counted; });
  ++counted;
  other.join();
  return counted == 2 ? 0 : 1;
}
