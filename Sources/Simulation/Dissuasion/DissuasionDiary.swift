internal import Jurisdiction
internal import Prevention
internal import Primitives

/// What really happened, written down as it happened and not read from the platform: the other side of the recomputation.
struct DissuasionDiary: Sendable {
    private(set) var signals = 0
    private(set) var attempts = 0
    private(set) var signalRows: [[String]] = [["time", "phone", "number", "source", "signs", "stake_fen"]]
    private(set) var attemptRows: [[String]] = [
        ["time", "phone", "channel", "reached", "result", "loss_fen", "avoided_fen", "held_fen", "valid_visit"]
    ]
    private(set) var outcomeRows: [[String]] = [["time", "phone", "outcome"]]

    mutating func note(_ signal: Signal, at now: Timestamp) {
        signals += 1
        let isFund = signal.signs.contains {
            ["TRANSFER_TO_INVOLVED", "LIMIT_HIT_CASH", "TRANSFER_UNUSUAL"].contains($0)
        }
        signalRows.append([
            "\(now.microseconds)", signal.citizen.phone, signal.number, signal.source.rawValue,
            signal.signs.joined(separator: " "), isFund ? "\(signal.citizen.stake.fen)" : "0",
        ])
    }

    mutating func note(
        attempt channel: Attempt.Channel, on citizen: WarnedCitizen, _ report: AttemptReport, isValid: Bool,
        at now: Timestamp
    ) {
        attempts += 1
        attemptRows.append([
            "\(now.microseconds)", citizen.phone, channel.rawValue, report.isReached ? "1" : "0",
            report.result?.rawValue ?? "", "\(report.loss.fen)", "\(report.avoided.fen)", "\(report.held.fen)",
            isValid ? "1" : "0",
        ])
    }

    mutating func note(outcome: Outcome, of citizen: WarnedCitizen, at now: Timestamp) {
        outcomeRows.append(["\(now.microseconds)", citizen.phone, outcome.rawValue])
    }
}
