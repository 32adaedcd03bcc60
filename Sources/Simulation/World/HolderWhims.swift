internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// What is told to holders in a simulation, and what they say.
extension VirtualCity {
    /// One measure that is asked for or in force, of whatever kind; stop-payments are the most, and come no more often.
    private mutating func someMeasure() throws -> String? {
        let kinds = try platform.database.read { [told] tx in
            [
                try StopPaymentTable(tx).newest(before: nil, state: nil, limit: 40).filter(\.state.isLive).map {
                    "\($0.id)"
                },
                try FreezeTable(tx).all(after: nil, limit: 200).filter(\.state.isLive).map { "\($0.id)" },
                try told.flatMap { try ProtectiveHoldTable(tx).holds(of: $0.incident) }.filter(\.state.isLive).map {
                    "\($0.id)"
                },
            ].filter { !$0.isEmpty }
        }
        return kinds.randomElement(using: &generator)?.randomElement(using: &generator)
    }

    /// A holder gets his notice.
    mutating func tellHolder(_ key: IdempotencyKey) throws {
        guard let measure = try someMeasure() else { return }
        _ = try platform.documents.issue(
            .notice, about: measure, by: city.principal("duty"), key: key, at: clock.now())
    }

    /// A holder is not told yet, for some days; or he may be told from now on.
    mutating func putOffTelling(_ key: IdempotencyKey) throws {
        guard let measure = try someMeasure() else { return }
        let now = clock.now()
        if generator.happens(400) {
            return try platform.deferrals.end(measure, by: city.principal("head"), key: key, at: now)
        }
        let days = Int64.random(in: 0...40, using: &generator)
        try platform.deferrals.put(
            off: measure, until: CivilTime(now + .days(days)).day, reason: "模拟：告知会妨碍侦查", by: city.principal("head"),
            key: key, at: now)
    }

    /// A holder complains: with his notice on the public page, or at a station; some try with a number that is not theirs.
    mutating func hearHolder(_ key: IdempotencyKey) throws {
        guard let measure = try someMeasure() else { return }
        let now = clock.now()
        let notice = try platform.database.read { try PrintedDocumentTable($0).last(.notice, about: measure) }
        guard let notice, generator.happens(700) else {
            _ = try platform.complaints.enter(
                against: measure, holder: "持有人", contact: "", text: "模拟：是本人工资", by: city.principal("duty2"), key: key,
                at: now)
            return
        }
        let isOwn = generator.happens(900)
        let number = try account(under: measure)
        let named = isOwn ? number : String(number.reversed())
        let proof = HolderProof(
            number: notice.serial.description, code: notice.code.description, accountEnd: named)
        let isPutOff = try platform.database.read { try NoticeDeferralTable($0).standing(for: measure) != nil }
        guard let pass = try platform.holders.prove(proof, from: "192.0.2.\(whims % 200)", at: now) else {
            if isOwn, !isPutOff { note("\(measure): its holder is told nothing") }
            return
        }
        if isPutOff || number.suffix(HolderProof.digits) != named.suffix(HolderProof.digits) {
            note("\(measure): told to whoever asks")
        }
        _ = try platform.holders.complain(pass, contact: "139", text: "模拟：是本人工资", key: key, at: now)
    }

    private func account(under measure: String) throws -> String {
        try platform.database.read { tx in
            let id: AccountID? =
                if let id = StopPaymentID(measure) {
                    try StopPaymentTable(tx).find(id)?.account
                } else if let id = FreezeID(measure) {
                    try FreezeTable(tx).find(id)?.account
                } else {
                    try ProtectiveHoldID(measure).flatMap { try ProtectiveHoldTable(tx).find($0) }?.account
                }
            guard let id else { return "" }
            return try AccountTable(tx).require(id).number
        }
    }
}
