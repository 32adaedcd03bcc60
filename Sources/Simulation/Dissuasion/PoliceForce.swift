internal import Access
internal import Gateways
internal import Jurisdiction
internal import Messaging
internal import Prevention
internal import Primitives
internal import Recovery
internal import Wire
internal import Workflow

/// The city's police as the prevention loop needs them: counties with callers, stations with officers, and who is on duty when.
struct PoliceForce: Sendable {
    let counties: [UnitCode]
    let stations: [UnitCode]
    /// Everybody by his id.
    let people: [UserID: Principal]
    /// Who gives out the tasks of a unit.
    let leaders: [UnitCode: Principal]
    let dutyOfficer: Principal
    /// The program that hands in what other platforms push.
    let pusher: Principal

    private static let shifts = 3

    static func found(
        in platform: Platform, banks: [Bank], keys: [TrustedKey], days: Int, stationsOfCounty: Int, at now: Timestamp
    ) throws -> PoliceForce {
        let founding = Principal.platform("founding")
        let units = Units(platform.journal)
        let users = Users(
            platform.journal, cost: PasswordCost(rounds: 2, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 3)), rules: SignInRules(platform.rules))
        var hiring = Hiring(platform: platform, users: users, now: now)
        try units.add(
            Access.Unit(code: DemoCity.centre, name: "云江市反诈中心", kind: .centre), by: founding,
            key: DemoCity.key("unit"), at: now)
        let duty = try hiring.hire([.dutyOfficer], at: DemoCity.centre)
        let cityLeader = try hiring.hire([.shiftLeader, .countyHead], at: DemoCity.centre)
        try ApprovedTexts(platform: platform, maker: duty, approver: cityLeader, key: DemoCity.key)
            .useForWarnings()
        var leaders = [DemoCity.centre: cityLeader]
        let counties = Divisions.children(of: "530400").compactMap { UnitCode(area: $0.code) }
        var stations: [UnitCode] = []
        for county in counties {
            try units.add(
                Access.Unit(code: county, name: Divisions.name(of: county.area) ?? county.text, kind: .centre),
                by: founding, key: DemoCity.key("unit/\(county.text)"), at: now)
            leaders[county] = try hiring.hire([.shiftLeader], at: county)
            try hiring.roster(
                county, posts: [.call: 3], roles: [.auxiliary], leader: leaders[county] ?? cityLeader, days: days)
            try hiring.roster(
                county, posts: [.assess: 1], roles: [.dutyOfficer], leader: leaders[county] ?? cityLeader, days: days)
            for number in 1...stationsOfCounty {
                let station = try UnitCode(county.area + "\(500_000 + number * 10_000)")
                stations.append(station)
                try units.add(
                    Access.Unit(code: station, name: "第\(number)派出所", kind: .station), by: founding,
                    key: DemoCity.key("unit/\(station.text)"), at: now)
                leaders[station] = try hiring.hire([.shiftLeader], at: station)
                try hiring.roster(
                    station, posts: [.visit: 2], roles: [.stationOfficer], leader: leaders[station] ?? cityLeader,
                    days: days)
            }
        }
        try register(banks, keys, in: platform, at: now)
        return PoliceForce(
            counties: counties, stations: stations, people: hiring.people, leaders: leaders, dutyOfficer: duty,
            pusher: Principal(
                identity: .client(ClientID(value: 1)), roles: [.dutyOfficer], affiliation: .unit(DemoCity.centre),
                mustChangePassword: false))
    }

    private static func register(
        _ banks: [Bank], _ keys: [TrustedKey], in platform: Platform, at now: Timestamp
    ) throws {
        let founding = Principal.platform("founding")
        for bank in banks {
            try platform.banks.put(
                Recovery.Bank(
                    code: bank.code, name: bank.name, kind: bank.kind.recovery, link: .wire,
                    address: "http://simulated/\(bank.code)/acts", contact: nil,
                    cardPrefixes: City.cardPrefixes(of: bank)),
                by: founding, key: DemoCity.key("bank/\(bank.code)"), at: now)
        }
        for trusted in keys {
            try platform.banks.trust(trusted, by: founding, key: DemoCity.key("key/\(trusted.key)"), at: now)
        }
    }

    /// Makes users, and puts them on duty in three turns a day.
    private struct Hiring {
        let platform: Platform
        let users: Users
        let now: Timestamp
        var people: [UserID: Principal] = [:]
        var count = 0

        mutating func hire(_ roles: RoleSet, at unit: UnitCode) throws -> Principal {
            count += 1
            let user = try users.add(
                NewUser(
                    login: try LoginName("p\(count)"), name: "民警\(count)", staffNumber: "\(100_000 + count)",
                    affiliation: .unit(unit), roles: roles), password: DemoCity.password,
                by: .platform("founding"), key: DemoCity.key("user/\(count)"), at: now)
            let principal = Principal(
                identity: .user(user.id), roles: roles, affiliation: .unit(unit), mustChangePassword: false)
            people[user.id] = principal
            return principal
        }

        mutating func roster(
            _ unit: UnitCode, posts: [Shift.Post: Int], roles: RoleSet, leader: Principal, days: Int
        ) throws {
            for (post, size) in posts {
                for turn in 0..<PoliceForce.shifts {
                    for _ in 0..<size {
                        let person = try hire(roles, at: unit)
                        guard case .user(let user) = person.identity else { continue }
                        for day in 0..<days {
                            let start = now + .days(Int64(day)) + .hours(Int64(turn * 24 / PoliceForce.shifts))
                            _ = try platform.roster.plan(
                                user, at: unit, post: post, from: start,
                                to: start + .hours(Int64(24 / PoliceForce.shifts)),
                                by: leader, key: DemoCity.key("shift/\(user)/\(day)"), at: now)
                        }
                    }
                }
            }
        }
    }
}
