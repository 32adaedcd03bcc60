internal import Access
internal import Journal
package import Primitives
internal import Recovery
internal import Storage
internal import Wire
package import Workflow

/// The demo's city in an empty database, with a program that reports alarms by the API: what trials of real processes start from.
package struct Rehearsal: Sendable, Codable {
    /// With which the program signs in.
    package let token: String
    /// The centre's key, for the banks.
    package let centreKey: String
    package let centrePublicKey: [UInt8]

    /// `addresses` is what stands before a bank's code in its address, `http://127.0.0.1:8090/banks/`; `bankSeed` is that of
    /// the banks' keys.
    package static func found(
        in platform: Platform, access: AccessCommands, addresses: String, bankSeed: UInt64, at now: Timestamp
    ) throws -> Rehearsal {
        let signer = platform.signer
        let own = TrustedKey(key: signer.key, owner: DemoCity.centre.text, publicKey: signer.publicKey, validFrom: now)
        let banks = try BankKeys.seeded(bankSeed, banks: City.banks, centre: DemoCity.centre.text, trusting: [own])
        let city = try DemoCity.found(
            in: platform, users: access.users, banks: City.banks,
            keys: banks.trustedKeys(validFrom: Timestamp(microseconds: 0)) + [own],
            addresses: Dictionary(
                uniqueKeysWithValues: City.banks.map { ($0.code, addresses + $0.code + "/acts") }), at: now)
        let program = try access.clients.create(
            NewClient(
                name: "96110", affiliation: .unit(DemoCity.centre), roles: [.dutyOfficer], expiresAt: now + .days(30)),
            by: city.principal("admin"), key: DemoCity.key("program"), at: now)
        guard let token = program.token else { preconditionFailure("a program that was there before") }
        try city.authorise([program.client.principal.actor.id], as: "program", in: platform, at: now)
        return Rehearsal(token: token.text, centreKey: signer.key, centrePublicKey: signer.publicKey)
    }
}
