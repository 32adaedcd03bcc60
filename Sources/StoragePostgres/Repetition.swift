internal import Foundation

/// Decides whether a body that failed runs again, and waits a little before it does.
struct Repetition {
    private static let limit = 20
    private static let lineLimit = 3

    private var count = 0
    private var lines = 0

    /// False when the failure stands.
    mutating func allows(_ failure: Failure) -> Bool {
        guard count < Self.limit else { return false }
        count += 1
        switch failure.cure {
        case .none: return false
        case .plan: return true
        case .race: break
        case .line:
            lines += 1
            if lines > Self.lineLimit { return false }
        }
        pause()
        return true
    }

    /// Waits a random part of 2, 4, 8 … at most 64 milliseconds, so that two that met do not meet again.
    private func pause() {
        var generator = SystemRandomNumberGenerator()
        let longest = 0.001 * Double(1 << min(count, 6))
        Thread.sleep(forTimeInterval: Double.random(in: 0...longest, using: &generator))
    }
}
