internal import Primitives
internal import Reading

/// Puts what a text names into the fields of the intake form, and says of each value whether a person must look at it.
struct StatementFields {
    private let reading: Reading
    private let ranges: [Range<Int>]
    private(set) var values: [ReadValue] = []

    /// Payments that one report can hold.
    private static let paymentsMost = 200
    /// Characters between an account and what belongs to it: its holder, its bank.
    private static let reach = 12

    init(_ reading: Reading) {
        self.reading = reading
        ranges = reading.entities.map(reading.originalRange)
        addVictim()
        for (row, payment) in reading.payments.prefix(Self.paymentsMost).enumerated() { addTransfer(payment, row) }
        addClues()
    }

    private mutating func add(_ field: String, _ entity: Int, _ text: String? = nil, isSure: Bool) {
        values.append(
            ReadValue(
                field: field, text: text ?? reading.entities[entity].value, mark: entity + 1, isSure: isSure))
    }

    // MARK: the victim

    private mutating func addVictim() {
        if let person = first([.person], .victim) {
            add("victims.0.name", person, isSure: reading.isIntroduced(reading.entities[person]))
        }
        // Its check character is right; where it is the only one, it is nobody else's.
        if let number = first([.identityNumber], .victim) {
            let isOnly = reading.entities.count { $0.kind == .identityNumber } == 1
            add("victims.0.idNumber", number, isSure: isOnly)
        }
        if let phone = first([.mobile, .phone], .victim) { add("victims.0.phone", phone, isSure: true) }
    }

    private func first(_ kinds: Set<Reading.Kind>, _ role: Reading.Role) -> Int? {
        reading.entities.firstIndex { kinds.contains($0.kind) && $0.role == role }
    }

    // MARK: transfers

    private mutating func addTransfer(_ payment: Payment, _ row: Int) {
        let name = "transfers.\(row)"
        let sum = reading.entities[payment.amount]
        if let fen = Int64(sum.value), fen > 0 {
            add(
                "\(name).amount", payment.amount, Money(fen: fen).description,
                isSure: payment.isSure && !reading.isRough(sum))
        }
        if let time = payment.time, let told = Self.moment(reading.entities[time].value) {
            let isSure = told.isExact && !reading.isOfContact(reading.entities[time])
            add("\(name).time", time, told.text, isSure: isSure)
        }
        if let payee = payment.payee { addPayee(payee, name, isSure: payment.isSure && payment.isPayeeBeside) }
        if let payer = payment.payer, isBankAccount(payer) {
            add("\(name).payerNumber", payer, isSure: true)
        }
    }

    private mutating func addPayee(_ payee: Int, _ name: String, isSure: Bool) {
        guard reading.entities[payee].kind != .person else {
            return add("\(name).payeeName", payee, isSure: isSure && reading.isIntroduced(reading.entities[payee]))
        }
        add("\(name).payeeNumber", payee, isSure: isSure)
        if let holder = beside(payee, .person) {
            add("\(name).payeeName", holder, isSure: isSure && reading.isIntroduced(reading.entities[holder]))
        }
    }

    private func isBankAccount(_ index: Int) -> Bool { [.card, .account].contains(reading.entities[index].kind) }

    /// The nearest of a kind within reach behind an account, else before it.
    private func beside(_ account: Int, _ kind: Reading.Kind) -> Int? {
        let (behind, before) = (account + 1, account - 1)
        for index in behind..<min(behind + 2, reading.entities.count) where reading.entities[index].kind == kind {
            if ranges[index].lowerBound - ranges[account].upperBound <= Self.reach { return index }
        }
        guard before >= 0, reading.entities[before].kind == kind,
            ranges[account].lowerBound - ranges[before].upperBound <= Self.reach
        else { return nil }
        return before
    }

    /// A moment as the form takes it; nil where no hour was said.
    private static func moment(_ value: String) -> (text: String, isExact: Bool)? {
        let parts = value.split(separator: "T")
        guard parts.count == 2, CivilDay(String(parts[0])) != nil else { return nil }
        return parts[1].count < 5 ? ("\(parts[0]) \(parts[1].prefix(2)):00", false) : ("\(parts[0]) \(parts[1])", true)
    }

    // MARK: clues to the other side

    private mutating func addClues() {
        addClue("caller", [.mobile, .phone], .caller)
        addClue("claimed", [.person], .caller)
        addClue("site", [.link, .host, .app], nil)
        addClue("group", [.qq, .wechat, .meeting, .alipay], nil)
    }

    /// The first of its kinds; others stay marked in the text.
    private mutating func addClue(_ name: String, _ kinds: Set<Reading.Kind>, _ role: Reading.Role?) {
        let found = reading.entities.firstIndex { entity in
            kinds.contains(entity.kind) && (role == nil ? entity.role != .victim : entity.role == role)
        }
        if let found { add("clues.\(name)", found, isSure: true) }
    }
}
