import FundReturning
import Primitives

/// A ledger in words: `A 100` comes in from victim A, `own 50` from nobody known, `out 40` leaves. Whole fen.
func ledger(_ text: String, opening: Int64 = 0) throws -> AccountLedger {
    let entries = text.split(separator: ",").map { item in
        let words = item.split(separator: " ")
        let amount = Money(fen: Int64(words[1]) ?? 0)
        return switch words[0] {
        case "out": AccountLedger.Entry(.outgoing, amount)
        case "own": AccountLedger.Entry(.incoming, amount)
        default: AccountLedger.Entry(.incoming, amount, victim: String(words[0]))
        }
    }
    return try AccountLedger(opening: Money(fen: opening), entries: entries)
}

/// Amounts by victim in words: `A 100, B 50`.
func amounts(_ text: String) -> [String: Money] {
    text.split(separator: ",").reduce(into: [:]) { amounts, item in
        let words = item.split(separator: " ")
        amounts[String(words[0])] = Money(fen: Int64(words[1]) ?? 0)
    }
}

func words(_ amounts: [String: Money]) -> String {
    amounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.fen)" }.joined(separator: ", ")
}
