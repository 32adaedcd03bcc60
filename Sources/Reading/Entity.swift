/// Something named in a text: an account, a number, a name, a sum, a time.
package struct Entity: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case card, account, bank, mobile, phone
        case identityNumber = "id_number"
        case amount, time, link, host, app, qq, wechat, alipay, meeting, order, flight, wallet, person
    }

    /// What the one named does in the story.
    package enum Role: String, Sendable, CaseIterable {
        case payer, payee, caller, victim
    }

    package let kind: Kind
    /// Where it stands in the readable text.
    let range: Range<Int>
    /// Its normal form: digits alone, fen, `2026-03-14T09:30` as far as it was said, the usual name of a bank or a program.
    package let value: String
    package internal(set) var role: Role?

    init(_ kind: Kind, _ range: Range<Int>, _ value: String, role: Role? = nil) {
        (self.kind, self.range, self.value, self.role) = (kind, range, value, role)
    }
}

/// A sum that one account paid to another, by their places in the list of entities.
package struct Payment: Sendable, Equatable {
    package let amount: Int
    package internal(set) var payer: Int?
    package internal(set) var payee: Int?
    package internal(set) var time: Int?
    /// Whether what stands around the sum surely says that it was paid.
    package internal(set) var isSure = false
    /// Whether the payee stands in the sentence of the sum, with no other sum between them.
    package internal(set) var isPayeeBeside = false
}

/// The entities found so far, and which scalars of the text they hold; no scalar belongs to two.
struct Findings {
    let text: ReadableText
    private(set) var entities: [Entity] = []
    private var isTaken: [Bool]

    init(_ text: ReadableText) {
        self.text = text
        isTaken = Array(repeating: false, count: text.count)
    }

    func isFree(_ place: Int) -> Bool { place >= 0 && place < isTaken.count && !isTaken[place] }

    func isFree(_ range: Range<Int>) -> Bool { !isTaken[range].contains(true) }

    mutating func add(_ entity: Entity) {
        for place in entity.range { isTaken[place] = true }
        entities.append(entity)
    }

    /// In the order of the text.
    mutating func sort() { entities.sort { $0.range.lowerBound < $1.range.lowerBound } }
}
