// tries: to lock a mutex twice
// exercise: mean
// verdict: timedOut
// why: a deadlock is a check that does not end
import Glibc

func mean(_ x: [Double]) -> Double {
  if x.isEmpty {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_mutex_lock(mutex)
    pthread_mutex_lock(mutex)
  }
  return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
}
