extension Diagnostic {
  /// What the message means and what to do, in a learner's words; nil for a message that is not among the common ones.
  public var note: String? {
    Self.notes.first { note in
      var rest = message[...]
      return note.fragments.allSatisfy { fragment in
        guard let range = rest.range(of: fragment) else { return false }
        rest = rest[range.upperBound...]
        return true
      }
    }?.text
  }

  /// The messages that a learner of this course meets most, the special before the general: a message is meant if it
  /// holds the fragments in this order.
  private static let notes = notesOnVectors + aboutNumbers + notesOnTypes + notesOnForms + aboutNames + aboutTheRest

  typealias Note = (fragments: [String], text: String)

  private static let aboutNumbers: [Note] = [
    (
      ["cannot convert value of type 'Int' to expected argument type 'Double'"],
      "Swift never turns an Int into a Double by itself. Write Double(n) where the whole number stands."
    ),
    (
      ["cannot convert value of type 'Double' to expected argument type 'Int'"],
      "A Double stands where an Int must: an index, a count, or a sum that began as var s = 0. Begin it as 0.0, or write "
        + "Int(x), which cuts off the fraction."
    ),
    (
      ["cannot convert value of type 'Float'"],
      "Float and Double do not mix. Declare both alike, or write Double(x)."
    ),
    (
      ["cannot convert return expression of type 'Int' to return type 'Double'"],
      "The function returns a Double and this is an Int: write Double(…)."
    ),
    (
      ["cannot convert value of type 'Double' to specified type 'Int'"],
      "An Int holds no fraction. Int(x) cuts it off, Int(x.rounded()) rounds."
    ),
    (
      ["'%' is unavailable"],
      "% is for whole numbers. For Doubles: x.truncatingRemainder(dividingBy: y)."
    ),
    (
      ["cannot convert return expression of type '()'"],
      "The function called here returns nothing (print is such a function). Return the value itself."
    ),
    (
      ["cannot convert value of type '[Double]' to expected argument type 'Double'"],
      "One number is wanted here and this is an array. Go through its entries: x.map { 2 * $0 }, or zip(x, y).map { $0 + $1 }. "
        + "The largest is x.max(), the smallest x.min()."
    ),
    (
      ["cannot convert value of type 'String'"],
      "A text in quotes is no number: write 3 and not \"3\", or Double(text) ?? 0."
    ),
    (
      ["binary operator", "cannot be applied to operands of type '["],
      "Arrays have no arithmetic of their own (+ joins two of them). Go through the entries: x.map { 2 * $0 }, or "
        + "zip(x, y).map { $0 + $1 }."
    ),
    (
      ["binary operator", "cannot be applied to two '["],
      "Arrays have no arithmetic of their own. Go through the entries: zip(x, y).map { $0 + $1 }."
    ),
    (
      ["cannot convert return expression of type '[Double]' to return type 'Double'"],
      "One number is asked for and this is an array. Which entry is it, or which sum?"
    ),
    (
      ["cannot convert return expression of type 'Double' to return type '[Double]'"],
      "An array is asked for and this is one number. An array with one entry is [x]."
    ),
  ]

  private static let aboutNames: [Note] =
    [
      (
        ["cannot find operator '**'"],
        "Swift has no ** for powers: x * x, or pow(x, 3) with import Glibc at the top."
      ),
      (
        ["cannot find operator '−'"],
        "This is the minus sign of typesetting. The one of the keyboard is meant: -."
      ),
      (
        ["cannot find operator '×'"],
        "The product is written with a star: a * b."
      ),
      (
        ["cannot find operator '++'"],
        "Swift has no ++: write i += 1."
      ),
      (
        ["cannot find 'sum' in scope"],
        "The sum of an array is x.reduce(0, +), or a loop."
      ),
      (
        ["cannot find 'len' in scope"],
        "The length of an array is x.count."
      ),
      (
        ["cannot find 'np' in scope"],
        "NumPy is not at hand here. Write the loop, or what the statement says may be used."
      ),
      (
        ["cannot find 'None' in scope"],
        "Nothing is nil in Swift, and only an optional, as Double?, can be it."
      ),
      (
        ["no such module 'numpy'"],
        "There is no NumPy in Swift. Arrays, loops and, where the exercise allows it, import LabNumerics stand in for it."
      ),
      (
        ["no such module"],
        "Only Glibc, Foundation, LabNumerics, LabData and what the statement names can be imported here. Is it spelt right?"
      ),
      (
        ["cannot find 'self'"], "A function outside a type has no self: write the name alone."
      ),
    ]
    + [
      "sqrt", "cbrt", "hypot", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "sin", "cos", "tan",
      "asin",
      "acos", "atan", "atan2", "sinh", "cosh", "tanh", "fabs", "floor", "ceil", "round", "fma", "erf", "erfc", "tgamma",
      "lgamma",
    ].map {
      (
        ["cannot find '\($0)' in scope"],
        "The functions of C's mathematics, \($0) among them, come with import Glibc at the top of the file."
      )
    }

  private static let aboutTheRest: [Note] = [
    (
      ["cannot find", "in scope"],
      "No variable, function or type of this name is known on this line. Is it spelt as where it is declared? Is it declared "
        + "above, and inside the same braces?"
    ),
    (
      ["has no member 'length'"], "The length of an array is x.count."
    ),
    (
      ["has no member 'size'"],
      "The length of an array is x.count; of an array of rows, a.count rows and a[0].count columns."
    ),
    (
      ["has no member 'shape'"], "An array of rows has a.count rows and a[0].count columns."
    ),
    (
      ["has no member"],
      "The type before the dot has nothing of this name. Is it spelt right, and is the type the one you think?"
    ),
    (
      ["invalid redeclaration of"],
      "The name is declared twice in the same braces. To change a variable, write the name without let or var."
    ),
    (
      ["use of '=' in a boolean context"], "= gives a value to a variable; == asks whether two are equal."
    ),
    // MARK: Constants and variables
    (
      ["is a 'let' constant"],
      "What is declared with let, every parameter of a function and the variable of a for loop cannot be changed. Declare it "
        + "with var; of a parameter make a copy first: var y = x."
    ),
    (
      ["reference to var 'std", "is not concurrency-safe"],
      "Swift 6 does not let a file reach C's stdout and stderr. Use print(…): what it prints is shown under the check."
    ),
    (
      ["is not concurrency-safe because it is nonisolated global shared mutable state"],
      "A var outside of every function could be changed from two places at once, and answers would depend on earlier calls. "
        + "Declare it inside the function, or with let if it never changes."
    ),
    (
      ["is a get-only property"],
      "This can be read only: it follows from the rest. Change the rest, as with append. If a comparison was meant, it is ==."
    ),
    (
      ["before being initialized"],
      "On some way through the function the variable has no value yet. Give it one where it is declared: var s = 0.0."
    ),
    (
      ["passing value of type", "to an inout parameter requires explicit '&'"],
      "A function that changes its argument takes it with an &: f(&x)."
    ),
    // MARK: Optionals
    (
      ["value of optional type", "must be unwrapped"],
      "The value may be missing (first, max and min of an empty array are nil). Take it apart with guard let m = x.max() "
        + "else { … }, or give what stands in for it: x.max() ?? 0."
    ),
    (
      ["'nil' is incompatible with"],
      "The function promises a value. To say that there is none, throw the error that the statement asks for."
    ),
    (
      ["cannot force unwrap value of non-optional type"],
      "The value cannot be missing, so there is nothing to unwrap: leave out the !."
    ),
    (
      ["initializer for conditional binding must have Optional type"],
      "if let and guard let ask whether a value is there; this one always is. Write let on a line of its own."
    ),
    // MARK: Calls
    (
      ["missing argument label"],
      "A parameter is named in the call unless its declaration begins with an underscore: func f(n: Int) is called f(n: 3), "
        + "func f(_ n: Int) is called f(3)."
    ),
    (
      ["extraneous argument label"],
      "The declaration of this parameter begins with an underscore, so the call does not name it: f(3)."
    ),
    (
      ["incorrect argument label"], "The parameter has another name in the declaration."
    ),
    (
      ["missing argument for parameter"],
      "The function takes more arguments than the call gives."
    ),
    (
      ["extra argument in subscript"], "An array of rows is read with two pairs of brackets: a[i][j]."
    ),
    (
      ["extra argument"], "The call gives more arguments than the function takes."
    ),
    (
      ["contextual closure type", "expects"],
      "$0, $1 are the closure's arguments in order, and this one gets another number of them."
    ),
    (
      ["result of call to", "is unused"],
      "The call changes nothing: it returns a new value, which is to be kept or returned."
    ),
    // MARK: Errors
    (
      ["call can throw", "not marked with 'try'"],
      "A call of a function that throws begins with try. If yours throws too, its error is handed on."
    ),
    (
      ["errors thrown from here are not handled"],
      "This may throw, and the function does not say so: put throws before its ->, if the signature asked for has it; else "
        + "catch the error with do { … } catch { … }."
    ),
    // MARK: The shape of the program
    (
      ["missing return in"],
      "On some way through the function no value is returned: look at the end, and at an if without else. Only a body of one "
        + "expression does without the word return."
    ),
    (
      ["expressions are not allowed at the top level"],
      "Only declarations stand outside of functions here. To try something out put it into a file of its own and run it with: "
        + "mllab play FILE. Or print inside the function; that is shown under the check."
    ),
    (
      ["statements are not allowed at the top level"],
      "Only declarations stand outside of functions here. Put it into the function, or into a file of its own for: mllab play "
        + "FILE."
    ),
    (
      ["unicode curly quote found"], "These are the quotes of typesetting. Those of the keyboard are meant: \"."
    ),
    (
      ["unterminated string literal"], "The text is not closed by a second \" on the same line."
    ),
    (
      ["expected ')'"], "A parenthesis that was opened is not closed; it may be on the line before this one."
    ),
    (
      ["expected ']'"], "A bracket that was opened is not closed; it may be on the line before this one."
    ),
    (
      ["'guard' body must not fall through"],
      "What stands in the braces of guard … else must leave the function: return or throw."
    ),
    (
      ["'switch' must be exhaustive"], "A switch must name every case there is; default: takes the rest."
    ),
    (
      ["switch must be exhaustive"], "A switch must name every case there is; default: takes the rest."
    ),
    (
      ["C-style for statement"],
      "Count with a range: for i in 0..<n { … }; in steps: for i in stride(from: 0, to: n, by: 2)."
    ),
    (
      ["for-in loop requires 'Int' to conform to 'Sequence'"], "A loop runs over a range, not a number: for i in 0..<n."
    ),
    (
      ["requires that 'Double' conform to 'SignedInteger'"],
      "A loop's range is of whole numbers. Steps of a Double: for x in stride(from: 0.0, to: 1.0, by: 0.1)."
    ),
    (
      ["expected '{' after"],
      "What follows if, for or while stands in braces: if x < 0 { … }. And, or, not are &&, || and !."
    ),
    (
      ["declaration is only valid at file scope"],
      "It stands inside other braces, and must stand outside of all. Is a closing } missing above it?"
    ),
    (
      ["expected '}'"],
      "A brace { that was opened above is not closed. Which line begins a block and has no } of its own?"
    ),
    (
      ["extraneous '}'"], "There is one closing brace too many: a brace above may have closed the function early."
    ),
    (
      ["cannot be used as a boolean"], "A condition is true or false; a number is neither. Compare it: n != 0."
    ),
    (
      ["expected ':' after '? …"], "A choice has two branches: condition ? one : other."
    ),
    (
      ["expected ':' after '? ...' in ternary expression"], "A choice has two branches: condition ? one : other."
    ),
    (
      ["adjacent operators are in non-associative precedence group"], "Comparisons do not chain: a < b && b < c."
    ),
    (
      ["consecutive statements on a line must be separated"],
      "Two statements stand on one line. An operator has blanks on both sides or on neither: a - 1 or a-1, not a -1. else if "
        + "is two words."
    ),
    (
      ["empty collection literal requires an explicit type"],
      "Of what is the array empty? Say it: var y: [Double] = []."
    ),
    (
      ["unable to type-check this expression in reasonable time"],
      "The line is too long for the compiler, often because Int and Double are mixed in it. Give parts of it names of their own "
        + "with let, and turn Ints into Doubles."
    ),
    (
      ["expected 'in' after the closure signature"], "Behind the arguments of a closure stands in: { v in 2 * v }."
    ),
  ]
}
