import Access
import Foundation
import Gateways
import HummingbirdTesting
import Jobs
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import Synchronization
import Wire
import Workflow

/// An order that waits for a bank by wire, and a line on which anything at all can be answered to it.
struct WireBench: Sendable {
    let town: Town
    let act: ActID
    /// The bank's own key; `others` are believed, but not of this bank, or not now.
    let signer: Signer
    let others: [String: Signer]
    private let job: Job
    private let line: Line

    private final class Line: BankLink {
        let answer = Mutex<Data>(Data())
        func deliver(_ envelope: Data, to bank: Bank) -> BankReply { .answers([answer.withLock { $0 }]) }
    }

    /// Sends the undelivered order of the first county again; keys are trusted as a person at the machine would.
    init(_ town: Town, _ file: CaseFile) throws {
        self.town = town
        act = ActID(file["act.dead"])!
        signer = try Signer(key: "wire-1", secret: Array(repeating: 11, count: 32))
        var others: [String: Signer] = [:]
        for (index, name) in ["other bank", "revoked", "ended", "not yet"].enumerated() {
            others[name] = try Signer(key: "wire-\(name)", secret: Array(repeating: UInt8(20 + index), count: 32))
        }
        self.others = others
        line = Line()
        let officer = try town.principal(Person(role: .dutyOfficer, side: .first))
        try town.platform.acts.retry(act, by: officer, key: town.key(), at: town.now)
        let text = act.description
        job = try Workshop(town.platform, name: "wire").claim(limit: 100).first { $0.subject == text }!
        try trust(signer, from: town.now - .days(1))
        try trust(others["other bank"]!, owner: Town.firstBank.code, from: town.now - .days(1))
        try trust(others["ended"]!, from: town.now - .days(9), until: town.now - .days(1))
        try trust(others["not yet"]!, from: town.now + .days(1))
        try trust(others["revoked"]!, from: town.now - .days(9))
        try town.platform.banks.revoke(
            "wire-revoked", reason: "失窃", by: Town.operatorOfMachine, key: town.key(), at: town.now)
        _ = try send(Data())
    }

    private func trust(
        _ signer: Signer, owner: String = Town.wireBank.code, from: Timestamp, until: Timestamp? = nil
    ) throws {
        let key = TrustedKey(
            key: signer.key, owner: owner, publicKey: signer.publicKey, validFrom: from, validUntil: until)
        try town.platform.banks.trust(key, by: Town.operatorOfMachine, key: town.key(), at: town.now)
    }

    /// What the program makes of `envelope`.
    func send(_ envelope: Data) throws -> Worker.Outcome {
        line.answer.withLock { $0 = envelope }
        let transmission = Transmission(
            town.platform.journal, town.platform.pack, signer: town.platform.signer, link: line)
        return try transmission.transmit(act, job: job, clock: town.clock)
    }

    /// A good answer as the bank would give it, before it is sealed.
    var answer: [String: JSON] {
        let time = WireTime(town.now).text
        return [
            "act": .string(act.description), "technical": .string("100000"), "result": .string("0000"),
            "executedAt": .string(time), "heldBalance": .string("120000.00"), "balanceBefore": .string("120000.00"),
            "answeredAt": .string(time), "accountName": .string("司徒"), "remark": .string("无"),
        ]
    }

    func sealed(_ message: [String: JSON], by signer: Signer? = nil) throws -> Data {
        try CanonicalJSON.encode(try (signer ?? self.signer).seal(JSON.object(message)))
    }
}
