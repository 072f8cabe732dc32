import Testing

/// Tests that make a session the current one. There is only one at a time, so these run one after the other, across
/// all their suites.
@Suite(.serialized) enum SessionTests {}
