package import Access
internal import Gateways
internal import Journal
package import Primitives
package import Recovery
internal import Storage
package import Wire
package import Workflow

/// The invented city of the demo and the simulations: its units, its people, its banks and its standing authority.
package struct DemoCity: Sendable {
    package static let centre: UnitCode = unit("530400000000")
    package static let county: UnitCode = unit("530402000000")
    package static let station: UnitCode = unit("530402550000")
    /// Every demo user's password.
    package static let password = "Shouwang-2026"

    /// One who can sign in to the demo.
    package struct Person: Sendable {
        package let login: String
        package let name: String
        package let number: String
        package let affiliation: Affiliation
        package let roles: RoleSet
        /// The role in the reader's words.
        package let title: String
    }

    package static let people: [Person] = [
        Person(
            login: "admin", name: "安某", number: "060001", affiliation: .unit(centre), roles: [.administrator],
            title: "管理员"),
        Person(
            login: "duty", name: "丁某", number: "060214", affiliation: .unit(centre), roles: [.dutyOfficer], title: "值班员"
        ),
        Person(
            login: "duty2", name: "任某", number: "060215", affiliation: .unit(centre), roles: [.dutyOfficer],
            title: "值班员"),
        Person(
            login: "leader", name: "丘某", number: "060108", affiliation: .unit(centre), roles: [.shiftLeader],
            title: "班长"),
        Person(
            login: "head", name: "贺某", number: "060010", affiliation: .unit(centre), roles: [.countyHead],
            title: "公安机关负责人"),
        Person(
            login: "analyst", name: "沈某", number: "060322", affiliation: .unit(centre), roles: [.analyst], title: "研判员"),
        Person(
            login: "station", name: "田某", number: "061407", affiliation: .unit(station), roles: [.stationOfficer],
            title: "派出所民警"),
        Person(
            login: "aux", name: "米某", number: "F60901", affiliation: .unit(centre), roles: [.auxiliary], title: "辅警"),
        Person(login: "chief", name: "邹某", number: "060002", affiliation: .unit(centre), roles: [.chief], title: "领导"),
        Person(
            login: "clerk", name: "文某", number: "HY0213", affiliation: .bank("905741000059"), roles: [.bankClerk],
            title: "海岳银行经办"),
        Person(
            login: "checker", name: "武某", number: "HY0107", affiliation: .bank("905741000059"), roles: [.bankReviewer],
            title: "海岳银行复核"),
    ]

    /// People of partners that came later than the first demos: an old database need not have them.
    package static let partners: [Person] = [
        Person(
            login: "line", name: "连某", number: "YJ0301", affiliation: .bank(carrier), roles: [.bankClerk],
            title: "云江通信经办")
    ]

    /// 云江通信, an invented operator.
    static let carrier = "990741000001"

    package let principals: [String: Principal]

    package func principal(_ login: String) -> Principal {
        guard let principal = principals[login] else { preconditionFailure("no demo user \(login)") }
        return principal
    }

    /// Founds the city in an empty database: units, people, banks, keys and a standing authority made by one and approved by
    /// another. `addresses` gives the address of each bank by wire; a bank without one answers by hand.
    package static func found(
        in platform: Platform, users: Users, banks: [Bank], keys: [TrustedKey], addresses: [String: String],
        at now: Timestamp
    ) throws -> DemoCity {
        let founding = Principal.platform("founding")
        let units = Units(platform.journal)
        for (code, name, kind) in [
            (centre, "云江市反诈中心", Access.Unit.Kind.centre), (county, "城北分局反诈中心", .centre), (station, "城北派出所", .station),
        ] {
            try units.add(
                Access.Unit(code: code, name: name, kind: kind), by: founding, key: key("unit/\(code.text)"), at: now)
        }
        var principals: [String: Principal] = [:]
        for person in people + partners {
            let user = try users.add(
                NewUser(
                    login: try LoginName(person.login), name: person.name, staffNumber: person.number,
                    affiliation: person.affiliation, roles: person.roles), password: password + "-first", by: founding,
                key: key("user/\(person.login)"), at: now)
            try users.changePassword(
                of: LoginName(person.login), from: password + "-first", to: password,
                key: key("password/\(person.login)"), at: now)
            principals[person.login] = try platform.database.read { tx in try UserTable(tx).require(user.id).principal }
        }
        let city = DemoCity(principals: principals)
        try city.register(banks, keys: keys, addresses: addresses, in: platform, at: now)
        let officers = ["duty", "duty2", "leader", "station"].map { city.principal($0).actor.id }
        try city.authorise(officers, as: "authority", in: platform, at: now)
        return city
    }

    private func register(
        _ banks: [Bank], keys: [TrustedKey], addresses: [String: String], in platform: Platform, at now: Timestamp
    ) throws {
        let founding = Principal.platform("founding")
        for bank in banks {
            let address = addresses[bank.code]
            try platform.banks.put(
                Recovery.Bank(
                    code: bank.code, name: bank.name, kind: bank.kind.recovery, link: address == nil ? .hand : .wire,
                    address: address, contact: "风险监测岗 0877-\(bank.code.suffix(7))",
                    cardPrefixes: City.cardPrefixes(of: bank)),
                by: founding, key: Self.key("bank/\(bank.code)"), at: now)
        }
        try platform.banks.put(
            Recovery.Bank(
                code: Self.carrier, name: "云江通信", kind: .carrier, link: .hand, address: nil,
                contact: "反诈专岗 0877-1000001"),
            by: founding, key: Self.key("bank/\(Self.carrier)"), at: now)
        for trusted in keys {
            try platform.banks.trust(trusted, by: founding, key: Self.key("key/\(trusted.key)"), at: now)
        }
    }

    /// A standing authority for the incidents of these officers and programs, proposed by one and approved by another.
    func authorise(_ officers: [String], as name: String, in platform: Platform, at now: Timestamp) throws {
        let id = try platform.authorities.propose(
            StandingAuthority.Scope(
                tiersMost: 6, amountMost: Money(fen: 100_000_000), includesInquiries: true,
                includesProtectiveHolds: false,
                officers: officers), unit: Self.centre, basis: "反电信网络诈骗法第二十条；银发〔2016〕86号；云江市局常设授权〔2026〕1号", from: now,
            until: now + .days(365), by: principal("leader"), key: Self.key(name), at: now)
        let waiting = try platform.database.read { tx in try ApprovalTable(tx).waiting(.approveAuthority, on: id) }
        guard let waiting else { preconditionFailure("the authority waits for nobody") }
        try platform.approvals.decide(
            waiting.id, .approve(leavingOut: []), by: principal("head"), key: Self.key("\(name)/approve"), at: now)
    }

    static func key(_ text: String) -> IdempotencyKey {
        guard let key = IdempotencyKey("founding/\(text)") else { preconditionFailure("a key too long") }
        return key
    }

    private static func unit(_ text: String) -> UnitCode {
        do { return try UnitCode(text) } catch { preconditionFailure("\(text): \(error)") }
    }
}

extension Bank.Kind {
    var recovery: Recovery.Bank.Kind {
        switch self {
        case .bank: .bank
        case .paymentInstitution: .payment
        case .acquirer: .acquirer
        case .exchange: .exchange
        }
    }
}

extension Fraud {
    /// What the victim tells the officer who takes the call.
    package var intake: Intake {
        Intake(
            channel: ReportChannel.hotline96110.rawValue, reportedAt: CivilTime(reportedAt).text, fraudType: type,
            narrative: "",
            victims: [Intake.Victim(name: victim.name, idNumber: victim.identityNumber, phone: victim.phone)],
            transfers: transfers.map { transfer in
                Intake.Transfer(
                    payerNumber: victim.account.number, payerBank: victim.bankName,
                    amount: WireAmount(transfer.amount).text,
                    time: CivilTime(transfer.time).text, payeeNumber: transfer.payee.number,
                    payeeName: transfer.payeeName,
                    payeeBank: transfer.payeeBankName)
            })
    }
}
