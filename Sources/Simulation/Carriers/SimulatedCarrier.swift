package import Primitives

/// A carrier in a box: takes messages, reports of them, and fails in the ways that carriers fail.
///
/// It takes whatever it is given, also the same message twice: its book is what a sender is judged by.
package struct SimulatedCarrier: Sendable {
    /// How many calls in a thousand go wrong in each way.
    package struct Faults: Codable, Sendable, Equatable {
        /// The request is lost before it arrives.
        package var lostRequest = 0
        /// The message is taken and nobody hears of it.
        package var lostAnswer = 0
        package var busy = 0
        package var refused = 0
        /// The report comes twice.
        package var doubledReport = 0
        /// No report comes.
        package var lostReport = 0
        /// The telephone is never reached.
        package var undeliverable = 0
        /// Nobody hears a robot's call to its end.
        package var unanswered = 0
        /// A report comes after so many milliseconds at most.
        package var reportDelayMax = 500
        /// Messages a second that are taken; zero for no limit.
        package var rateMax = 0
        package var isDown = false

        package init() {}

        /// What is left out does not happen.
        package init(from decoder: any Decoder) throws {
            let given = try decoder.container(keyedBy: CodingKeys.self)
            let numbers: [(CodingKeys, WritableKeyPath<Faults, Int>)] = [
                (.lostRequest, \.lostRequest), (.lostAnswer, \.lostAnswer), (.busy, \.busy), (.refused, \.refused),
                (.doubledReport, \.doubledReport), (.lostReport, \.lostReport), (.undeliverable, \.undeliverable),
                (.unanswered, \.unanswered), (.reportDelayMax, \.reportDelayMax), (.rateMax, \.rateMax),
            ]
            for (key, path) in numbers {
                if let number = try given.decodeIfPresent(Int.self, forKey: key) { self[keyPath: path] = number }
            }
            isDown = try given.decodeIfPresent(Bool.self, forKey: .isDown) ?? false
        }

        /// About half of the kinds, each up to its usual share.
        static func swarm(using generator: inout some RandomNumberGenerator) -> Faults {
            var faults = Faults()
            let kinds: [(WritableKeyPath<Faults, Int>, most: Int)] = [
                (\.lostRequest, 200), (\.lostAnswer, 200), (\.busy, 300), (\.refused, 100), (\.doubledReport, 300),
                (\.lostReport, 100), (\.undeliverable, 300), (\.reportDelayMax, 3_600_000),
            ]
            for (kind, most) in kinds where Bool.random(using: &generator) {
                faults[keyPath: kind] = Int.random(in: 1...most, using: &generator)
            }
            faults.isDown = Int.random(in: 0..<8, using: &generator) == 0
            faults.unanswered = Int.random(in: 0...700, using: &generator)
            return faults
        }
    }

    package enum Verdict: Sendable, Equatable {
        case accepted(reference: String)
        case refused(code: String)
        case busy
        /// Nothing is heard of it.
        case silence
    }

    package enum Standing: String, Sendable, Equatable { case accepted, delivered, failed }

    /// One message as it was taken.
    package struct Entry: Sendable, Equatable {
        package let reference: String
        /// The sender's own id, where he gave one.
        package let own: String?
        package let recipient: String
        package let text: String
        package let kind: MessageKind
        package let at: Timestamp
        package internal(set) var standing: Standing
    }

    package struct Report: Sendable, Equatable {
        package let entry: Entry
        package let number: Int64
    }

    package var faults = Faults()
    package private(set) var book: [Entry] = []
    private var byReference: [String: Int] = [:]
    private var byOwn: [String: Int] = [:]
    private var chance: SplitMix64
    /// Reports by the millisecond in which they are due; what is due goes to `ready`.
    private var due: [Int64: [Int]] = [:]
    private var dueFrom: Int64?
    private var ready: [Report] = []
    private var lastNumber: Int64 = 0
    private var second: Int64 = 0
    private var takenInSecond = 0

    package init(seed: UInt64, _ faults: Faults = Faults()) {
        chance = SplitMix64(seed: seed)
        self.faults = faults
    }

    private mutating func happens(_ perMille: Int) -> Bool {
        perMille > 0 && Int.random(in: 0..<1000, using: &chance) < perMille
    }

    /// Takes one message, or not.
    package mutating func submit(
        own: String?, recipient: String, text: String, kind: MessageKind, reports: Bool = true, at now: Timestamp
    ) -> Verdict {
        if faults.isDown || happens(faults.lostRequest) { return .silence }
        if isTooFast(now) || happens(faults.busy) { return .busy }
        if happens(faults.refused) { return .refused(code: "11") }
        let reference = String(1_000_000_000 + book.count)
        byReference[reference] = book.count
        if let own { byOwn[own] = book.count }
        let isLost = happens(faults.undeliverable) || (kind == .voice && happens(faults.unanswered))
        book.append(
            Entry(
                reference: reference, own: own, recipient: recipient, text: text, kind: kind, at: now,
                standing: .accepted))
        if reports, !happens(faults.lostReport) { schedule(book.count - 1, isLost: isLost, from: now) }
        return happens(faults.lostAnswer) ? .silence : .accepted(reference: reference)
    }

    private mutating func isTooFast(_ now: Timestamp) -> Bool {
        guard faults.rateMax > 0 else { return false }
        let current = now.microseconds / 1_000_000
        if current != second { (second, takenInSecond) = (current, 0) }
        takenInSecond += 1
        return takenInSecond > faults.rateMax
    }

    private mutating func schedule(_ place: Int, isLost: Bool, from now: Timestamp) {
        let wait = Int64.random(in: 0...Int64(max(faults.reportDelayMax, 0)), using: &chance)
        let moment = now.microseconds / 1000 + wait
        // A failure is marked by a negative place.
        due[moment, default: []].append(isLost ? -place - 1 : place)
        if happens(faults.doubledReport) { due[moment + 1, default: []].append(isLost ? -place - 1 : place) }
        dueFrom = min(dueFrom ?? moment, moment)
    }

    /// Lets come what is due at `now`.
    package mutating func advance(to now: Timestamp) {
        let end = now.microseconds / 1000
        guard let from = dueFrom, from <= end else { return }
        let moments = end - from < Int64(due.count) ? Array(from...end) : due.keys.filter { $0 <= end }.sorted()
        for moment in moments {
            for mark in due.removeValue(forKey: moment) ?? [] {
                let place = mark < 0 ? -mark - 1 : mark
                book[place].standing = mark < 0 ? .failed : .delivered
                lastNumber += 1
                ready.append(Report(entry: book[place], number: lastNumber))
            }
        }
        dueFrom = due.isEmpty ? nil : end + 1
    }

    /// When the next report is due; what is ready is due since the beginning of time.
    package var nextReport: Timestamp? {
        ready.isEmpty ? due.keys.min().map { Timestamp(microseconds: $0 * 1000) } : Timestamp(microseconds: 0)
    }

    /// Takes up to `limit` reports that are ready.
    package mutating func takeReady(limit: Int) -> [Report] {
        let taken = Array(ready.prefix(limit))
        ready.removeFirst(taken.count)
        return taken
    }

    /// Puts reports back that did not arrive.
    package mutating func giveBack(_ reports: some Collection<Report>) { ready.append(contentsOf: reports) }

    package func entry(own: String) -> Entry? { byOwn[own].map { book[$0] } }
    package func entry(reference: String) -> Entry? { byReference[reference].map { book[$0] } }
}
