internal import Foundation

/// Decides whether a body that failed runs again, and waits a little before it does.
struct Repetition {
    private static let limit = 20
    private static let lineLimit = 3

    /// After so many lost races a body runs alone.
    private static let racesTogether = 2

    private var count = 0
    private var races = 0
    private var lines = 0
    private var lastUnique: String?

    /// False when the failure stands.
    mutating func allows(_ failure: Failure) -> Bool {
        guard count < Self.limit else { return false }
        count += 1
        switch failure.cure {
        case .none: return false
        case .plan: return true
        case .race: races += 1
        case .uniqueRace:
            // In a new snapshot the row that was in the way is seen: the same key in the way again is no race.
            if failure.report == lastUnique { return false }
            lastUnique = failure.report
        case .line:
            lines += 1
            if lines > Self.lineLimit { return false }
        }
        pause()
        return true
    }

    /// Whether the next run keeps all other writers out, so that it cannot lose again.
    var runsAlone: Bool { races >= Self.racesTogether }

    /// Waits a random part of 2, 4, 8 … at most 64 milliseconds, so that two that met do not meet again.
    private func pause() {
        var generator = SystemRandomNumberGenerator()
        let longest = 0.001 * Double(1 << min(count, 6))
        Thread.sleep(forTimeInterval: Double.random(in: 0...longest, using: &generator))
    }
}
