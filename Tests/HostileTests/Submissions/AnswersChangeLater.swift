// tries: to change an answer behind the judge's back: a thread fills the returned buffer with other numbers for ever
// exercise: scaled
// verdict: failed
// why: an answer is right when and as long as it is looked at; this one is wrong from the beginning
import Glibc

nonisolated(unsafe) private var answers: [[Double]] = []

func scaled(_ x: [Double], _ factor: Double) -> [Double] {
  var answer = x.map { $0 * factor + 1 }
  nonisolated(unsafe) var buffer: UnsafeMutableBufferPointer<Double>?
  answer.withUnsafeMutableBufferPointer { buffer = $0 }
  answers.append(answer)
  let box = UnsafeMutablePointer<UnsafeMutableBufferPointer<Double>>.allocate(capacity: 1)
  box.initialize(to: buffer!)
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { box in
      let buffer = box!.load(as: UnsafeMutableBufferPointer<Double>.self)
      while true {
        for index in buffer.indices { buffer[index] += 1 }
        usleep(1000)
      }
    }, box)
  return answer
}
