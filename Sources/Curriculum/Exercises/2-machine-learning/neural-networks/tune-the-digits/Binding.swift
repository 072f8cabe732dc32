@testable import Checks
@testable import struct Learner.Recipe
@testable import func Learner.multiplyAdds
@testable import func Learner.recipe

@main enum Program {
  static func main() {
    TuneTheDigits.grade(
      Submission(
        multiplyAdds: .init {
          multiplyAdds(inputs: $0.inputs, width: $0.width, classes: $0.classes, epochs: $0.epochs, blocks: $0.blocks)
        },
        recipe: .init {
          let chosen = recipe()
          return Checks.Recipe(
            width: chosen.width, epochs: chosen.epochs, rate: chosen.rate, decay: chosen.decay, shifts: chosen.shifts)
        }))
  }
}
