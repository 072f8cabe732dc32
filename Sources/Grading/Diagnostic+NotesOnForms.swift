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
      "The function's first line promises no result. It is said behind the parentheses: func g(a: Double) -> Double { … }."
    ),
    (
      ["type annotation missing in pattern"], "Each name has a value of its own: let a = x[0], b = x[1]."
    ),
    (
      ["value of type '() -> ()' has no subscripts"],
      "Braces make a closure. An empty dictionary is [Int: Double](), an empty array [Double]()."
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
