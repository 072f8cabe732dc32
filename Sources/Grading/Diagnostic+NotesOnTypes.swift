extension Diagnostic {
  /// What the compiler says where one type stands and another is wanted.
  static let notesOnTypes: [Note] = [
    (
      ["'(Int) -> Int'", "'(Int, Double) throws -> Int'"],
      "The sum of Doubles is taken for one of Ints, for it is divided by an Int. Write Double(n) for the whole number."
    ),
    (
      ["cannot convert value of type 'Int' to specified type 'Double'"],
      "Swift never turns an Int into a Double by itself: write Double(n)."
    ),
    (
      ["(aka 'Int') to expected argument type 'Double'"],
      "The index is an Int. Where a number is to be computed from it, write Double(i)."
    ),
    (
      ["cannot convert return expression of type 'Float'"],
      "Float and Double do not mix. Declare both alike, or write Double(x)."
    ),
    (
      ["cannot assign value of type 'Double' to subscript of type 'Int'"],
      "The array was made of Ints, as by repeating: 0. Make it of Doubles: repeating: 0.0."
    ),
    (
      ["cannot convert return expression of type 'Bool'"],
      "true and false are no numbers. One that depends on a condition is condition ? 1 : 0."
    ),
    (
      ["cannot convert value of type 'Bool' to expected argument type"],
      "true and false are no numbers. One that depends on a condition is condition ? 1 : 0."
    ),
    (
      ["cannot convert return expression of type 'Double' to return type 'Int'"],
      "An Int holds no fraction. Int(x) cuts it off, Int(x.rounded()) rounds."
    ),
    (
      ["cannot convert value of type 'Int' to closure result type 'Double'"],
      "The closure is to return a Double, and this is an Int: write Double(…) around the whole numbers."
    ),
    (
      ["to expected condition type 'Bool'"], "A condition is true or false; a number is neither. Compare it: x != 0."
    ),
    (
      ["return expression of type 'String'"],
      "A text in quotes is no number: write 3 and not \"3\", or Double(text) ?? 0."
    ),
    (
      ["of type '(Double, Double)' to"],
      "Values with a comma between them, in parentheses, are a tuple. An array is [a, b]. Which does the signature ask for?"
    ),
    (
      ["binary operator", "cannot be applied to two", "?' operands"],
      "Both values may be missing (first, max and min of an empty array are nil). Take them apart with guard let m = x.max() "
        + "else { … }, or give what stands in for them: x.max() ?? 0."
    ),
    (
      ["cannot convert return expression of type 'Double?'"],
      "The value may be missing (first, max and min of an empty array are nil). Take it apart with guard let m = x.max() "
        + "else { … }, or give what stands in for it: x.max() ?? 0."
    ),
    (
      ["optional type", "cannot be used as a boolean"],
      "Whether a value is there, and which, is asked by if let m = x.max() { … }; whether alone, by x.max() != nil."
    ),
    (
      ["'nil' requires a contextual type"], "Of what is it nil? Say it: var m: Double? = nil."
    ),
    (
      ["'nil' is not compatible with"], "Only what may be missing, as Double?, can be nil; a number never is."
    ),
    (
      ["no exact matches in call to initializer"],
      "A value of this type is not made of what stands in the parentheses. Double(…) takes one number, no array and no Bool; "
        + "an array of n zeros is [Double](repeating: 0, count: n)."
    ),
    (
      ["ambiguous use of operator"],
      "The types on both sides could be several. Name one: { (a: Double, b: Double) in a * b }, or let s: Double = …"
    ),
    (
      ["cannot convert return expression of type '", "-> Double' to return type"],
      "This is the function itself, not what it returns. Call it: f(x)."
    ),
    // MARK: Arrays
    (
      ["cannot convert value of type '[Double]' to expected argument type 'Int'"],
      "This is a row, an array of numbers. Go through its entries: a.map { row in row.map { 2 * $0 } }."
    ),
    (
      ["cannot convert value of type '[Int]' to expected argument type 'Double'"],
      "One number is wanted here, and this is an array: write v and not [v]."
    ),
    (
      ["'ClosedRange<Int>' to expected argument type 'Int'"],
      "One index is wanted here, and this is a range of them."
    ),
    (
      ["candidates produce the expected contextual result type"],
      "The result is of another type than the one asked for. Make that one of it, as in Array(y), Vector(y), or "
        + "y.map(String.init)."
    ),
    (
      ["to expected argument type '[Double]'"],
      "An array of Doubles is wanted here: of one entry it is [v], of n zeros [Double](repeating: 0, count: n), a row of a is "
        + "a[i]."
    ),
    (
      ["to expected argument type 'Array<Double>'"],
      "Arrays have no arithmetic of their own. To add to every entry: x.map { $0 + 1 }; to add an entry: x.append(1)."
    ),
    (
      ["to expected element type '[Double]'"], "Each entry is a row, and so an array itself: [[1, 2], [3, 4]]."
    ),
    (
      ["'ArraySlice<Double>'"],
      "A part of an array is a slice: no number, and no array either. Array(x[0..<2]) is one, x[0..<2].reduce(0, +) its sum."
    ),
    (
      ["expected member name or initializer call after type name"],
      "[Double] is the name of the type. An empty array of it is [Double]()."
    ),
    (
      ["no exact matches in call to instance method 'append'"],
      "append takes one entry of the array's type. A whole array is added by append(contentsOf: y), or +=."
    ),
    (
      ["to specified type '(_, _)'"], "An array is not taken apart by names: let a = x[0], b = x[1]."
    ),
  ]
}
