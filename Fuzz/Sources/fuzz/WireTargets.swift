import Foundation
import Primitives
import Wire

let wireTargets: [Target] = [
    Target(
        "json", "JSON that is printed in the canonical form and read again is the same, and the form is one",
        seeds: [
            #"{"b":[1,-2,null,true,"x\u0000\ud83d\ude00"],"a":{}}"#, "[[[[[[]]]]]]", "1e3", "9223372036854775807",
            #""\/""#,
        ]
    ) { text in
        guard let value = decoded(JSON.self, text) else { return }
        let printed = try CanonicalJSON.text(value)
        let again: JSON = try CanonicalJSON.decode(from: printed)
        hold(again == value, "\(printed) is another value")
        hold(try CanonicalJSON.text(again) == printed, "\(printed) has two forms")
    },
    Target(
        "message", "an order and an answer of a bank are the same when sent on",
        seeds: [
            sample(BankAnswer.sample), sample(BankAnswer.statement), sample(BankOrder.sample), "20260314084112",
            "486000.00",
            "1000000000000000.00", "00000101000000",
        ]
    ) { text in
        try sentOn(BankAnswer.self, text)
        try sentOn(BankOrder.self, text)
        if let amount = WireAmount(text) { hold(WireAmount(amount.text) == amount, "\(amount.text) is another amount") }
        if let time = WireTime(text) { hold(time.text == text, "\(text) prints \(time.text)") }
    },
    Target(
        "seal", "only what was sealed is believed, in whatever order its members come",
        seeds: [sample(sealedSample), #"{"message":{},"seal":{"algorithm":"Ed25519","key":"bank-1","signature":""}}"#]
    ) { text in
        guard let sealed = orNil({ try Sealed.parse(Data(text.utf8)) }) else { return }
        let ring = KeyRing([
            TrustedKey(
                key: signer.key, owner: "102100099996", publicKey: signer.publicKey, validFrom: present - .days(1))
        ])
        guard orNil({ try ring.verify(sealed, from: "102100099996", at: present) }) != nil else { return }
        hold(sealed.message == sealedSample.message, "a seal of another message was believed")
    },
]

let signer = orStop { try Signer(key: "bank-1", secret: Array(repeating: 11, count: 32)) }
private let sealedSample = orStop { try signer.seal(BankAnswer.sample) }

func orStop<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { fatalError("\(error)") }
}

private func sample(_ value: some Encodable) -> String { orStop { try CanonicalJSON.text(value) } }

private func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    orNil { try CanonicalJSON.decode(type, from: text) }
}

private func sentOn<Value: Codable & Equatable>(_ type: Value.Type, _ text: String) throws {
    guard let value = decoded(type, text) else { return }
    let sent = try CanonicalJSON.text(value)
    hold(try CanonicalJSON.decode(type, from: sent) == value, "\(sent) is another")
}

extension BankAnswer {
    static var sample: BankAnswer {
        var answer = BankAnswer(act: "act-0000000000000001", result: "1200", answeredAt: WireTime(present))
        answer.remark = "无"
        answer.compared = [.name: true, .amount: false]
        answer.balanceBefore = WireAmount(Money(fen: 12_000_050))
        answer.heldBalance = WireAmount(Money(fen: 12_000_050))
        answer.executedAt = WireTime(present)
        answer.endsAt = WireTime(present + .hours(48))
        return answer
    }

    static var statement: BankAnswer {
        var answer = BankAnswer(act: "act-0000000000000002", result: "0000", answeredAt: WireTime(present))
        var row = StatementRow(
            serial: "1001", direction: .out, channel: .transfer, amount: WireAmount(Money(fen: 100)),
            time: WireTime(present))
        row.counterpart = BankOrder.Party(
            bankCode: "402731057238", accountNumber: "6200030000000033", accountName: "李强")
        answer.rows = [row]
        answer.coveredUntil = WireTime(present)
        return answer
    }
}

extension BankOrder {
    static var sample: BankOrder {
        BankOrder(
            act: "act-0000000000000001", kind: .stop, caseNumber: "YJ-20260314-0001", payer: Party(accountName: "王芳"),
            target: Party(bankCode: "102100099996", accountNumber: "6200020000000025"),
            amount: WireAmount(Money(fen: 100)), time: WireTime(present), basis: "银发〔2016〕86号", reason: "电信网络诈骗",
            termMinutes: 2880, approvalNumber: "apr-0000000000000001", answerWithinMinutes: 30,
            appliedAt: WireTime(present),
            organisationCode: "530400000000", organisationName: "云江市反诈中心", officer: Officer(name: "甲", number: "1"),
            secondOfficer: Officer(name: "乙", number: "2"))
    }
}
