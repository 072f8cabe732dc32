extension Diagnostic {
  /// What the compiler says of a text that is written as in another language, or by a slip.
  static let notesOnForms: [Note] = [
    (
      ["tuple pattern cannot match values of non-tuple type"],
      "The entries come one at a time: for v in x. With their places: for (i, v) in x.enumerated(); two arrays side by side: "
        + "for (a, b) in zip(x, y)."
    ),
    (
      ["expected 'in' after for-each pattern"], "Two names stand in parentheses: for (i, v) in x.enumerated() { … }."
    ),
    (
      ["expected '{' to start the body"], "What is repeated stands in braces, without a colon: for i in 0..<n { … }."
    ),
    (
      ["expected ',' separator"],
      "Here the parentheses or brackets should end or go on with a comma. A part of an array is x[1..<3], a loop for v in x { "
        + "… }, a product 2 * x."
    ),
    (
      ["'do-while' statement is not allowed"], "The loop that asks at its end is repeat { … } while i < n."
    ),
    (
      ["thrown expression type", "does not conform to 'Error'"],
      "No text is thrown, but a value of an error's type: the one that the statement names."
    ),
    (
      ["'any Error' cannot be constructed"],
      "Error alone is no type of which there are values. Throw what the statement names."
    ),
    (
      ["expected 'else' after 'guard' condition"],
      "guard says what must hold, and else what happens if it does not: guard n > 0 else { throw … }."
    ),
    (
      ["no exact matches in call to global function 'stride'"],
      "Its arguments have names: stride(from: 0, to: n, by: 2), or through: n if n itself comes, too."
    ),
    (
      ["did you mean to call it with '()'"],
      "A function is called with parentheses, even if they are empty: v.squareRoot()."
    ),
    (
      ["cannot call value of non-function type"],
      "Parentheses right behind a value call it, and this is no function: write x.count, not x.count(). A product has its "
        + "star: a * (b + c)."
    ),
    (
      ["unnamed parameters must be written with the empty name"],
      "A parameter has a name and a type: func g(a: Double) -> Double { … }."
    ),
    (
      ["unexpected non-void return value in void function"],
      "The function's first line promises no result, so nothing stands behind its return. One with a result says so behind the parentheses: func g(a: Double) -> Double { … }."
    ),
    (
      ["type annotation missing in pattern"], "Each name has a value of its own: let a = x[0], b = x[1]."
    ),
    (
      ["value of type '() -> ()' has no subscripts"],
      "Braces make a closure. An empty dictionary is [Int: Double](), an empty array [Double]()."
    ),
    (
      ["array types are now written with the brackets around"], "The type of an array of Doubles is [Double]."
    ),
    (
      ["expected '->' after function parameter tuple"],
      "The type of the result stands behind an arrow: func g(a: Double) -> Double { … }."
    ),
    (
      ["unexpected ':' in type"], "The body of a function stands in braces, without a colon: -> Double { … }."
    ),
    (
      ["unary operator cannot be separated from its operand"],
      "An operator stands between two values, or right before one. Comparisons are made by if … else if …, or in a switch by "
        + "case let v where v > 0."
    ),
    (
      ["expected expression in container literal"], "An array made by a rule is (0..<n).map { i in … }."
    ),
    (
      ["contextual type for closure argument list expects"],
      "The closure is given an argument. If it makes no use of it, that is said by { _ in … }."
    ),
    (
      ["no exact matches in call to static method 'random'"],
      "Its argument has a name and is a range: Double.random(in: 0..<1)."
    ),
    (
      ["no exact matches in call to instance method"],
      "The method takes other arguments. Are all their names there, as in split(separator: \",\")?"
    ),
    (
      ["cannot subscript String with an Int"], "The characters of a text by number are Array(s)[i]."
    ),
    (
      ["cannot find operator '..'"], "A range without its end is 0..<n, one with it 0...n."
    ),
    (
      ["no macro named 'include'"], "What C's headers declare comes with import Glibc."
    ),
    (
      ["non-void function should return a value"],
      "The function promises a value, so each of its returns hands one back. To say that there is none, throw the error that the "
        + "statement asks for."
    ),
    // MARK: Types of one's own
    (
      ["cannot assign to property: 'self' is immutable"], "A method that changes its struct is a mutating func."
    ),
    (
      ["does not conform to protocol"],
      "The type promises more than it has: all that the protocol names must be there, with these names and types."
    ),
    (
      ["instance member", "cannot be used on type"],
      "This belongs to a value, not to the type: make one first, let s = S(…), then s.fit(…)."
    ),
    (
      ["static member", "cannot be used on instance"], "What is static belongs to the type: write Self. before it."
    ),
    (
      ["has no initializers"],
      "Each property of a class needs a value from the beginning, or an init(…) that gives it one. A struct has such an init by "
        + "itself."
    ),
    // MARK: Numbers as they are written
    (
      ["is not a valid digit in integer literal"], "A name or a letter follows right on a number. The product is 2 * x."
    ),
    (
      ["is not a valid digit in floating point exponent"],
      "Behind the exponent stands no letter: 1e-5. A Float is made by its type: let h: Float = 1e-5."
    ),
    (
      ["expected a digit in floating point exponent"],
      "Behind e stands the exponent of ten: 1e-5. Euler's number is exp(1)."
    ),
    (
      ["expected member name following '.'"], "A number does not end with its point: write 5.0, or 5."
    ),
  ]
}
