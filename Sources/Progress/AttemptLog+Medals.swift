import Foundation
import GRDB

extension AttemptLog {
  /// The medals that were measured, by exercise: of each the best result, in the order in which they were first
  /// measured.
  public func medals() throws(ProgressError) -> [String: [Attempt.Medal]] {
    try access { queue in
      let rows = try queue.read { db in
        try Row.fetchAll(db, sql: "SELECT exercise, record FROM medal ORDER BY number")
      }
      var best: [String: [Attempt.Medal]] = [:]
      for row in rows {
        let exercise = try row.decode(String.self, atIndex: 0)
        let medal = try JSONDecoder().decode(Attempt.Medal.self, from: Data(row.decode(String.self, atIndex: 1).utf8))
        if let known = best[exercise]?.firstIndex(where: { $0.name == medal.name }),
          let before = best[exercise]?[known]
        {
          // Another goal under the same name is another medal: the newest goal counts.
          if before.goal != medal.goal || before.value < medal.value { best[exercise]?[known] = medal }
        } else {
          best[exercise, default: []].append(medal)
        }
      }
      return best
    }
  }
}
