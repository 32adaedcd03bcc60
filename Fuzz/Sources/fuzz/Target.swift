/// One parser under attack: a law that must hold for every input, and inputs to begin with.
struct Target: Sendable {
    let name: String
    /// What holds, in a few words.
    let law: String
    let seeds: [[UInt8]]
    /// The longest input, in bytes.
    var longest = 4096
    /// Stops the program where the law does not hold; what it throws breaks the law, too.
    let run: @Sendable ([UInt8]) throws -> Void

    init(
        _ name: String, _ law: String, seeds: [String], longest: Int = 4096,
        run: @escaping @Sendable (String) throws -> Void
    ) {
        self.name = name
        self.law = law
        self.seeds = seeds.map { Array($0.utf8) }
        self.longest = longest
        self.run = { try run(String(decoding: $0, as: UTF8.self)) }
    }

    init(
        _ name: String, _ law: String, bytes seeds: [[UInt8]], longest: Int = 4096,
        run: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.name = name
        self.law = law
        self.seeds = seeds
        self.longest = longest
        self.run = run
    }

    static let all: [Target] =
        valueTargets + tableTargets + wireTargets + formTargets + [packTarget, carrierTarget] + readingTargets
        + screeningTargets
        + [
            .reports, .api, .pages, .banks,
        ]
}

/// Stops the program, so that libFuzzer keeps the input, unless `law` holds.
func hold(_ law: Bool, _ words: @autoclosure () -> String) {
    if !law { fatalError("BROKEN: \(words())") }
}

/// The value, or nil where `make` throws an error of its own kind.
func orNil<Value, Failure: Error>(_ make: () throws(Failure) -> Value) -> Value? {
    do { return try make() } catch { return nil }
}
