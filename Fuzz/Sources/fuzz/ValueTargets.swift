import Access
import Foundation
import Jobs
import Journal
import Primitives
import Recovery

@testable import Web

/// The moment that relative times count from: 2026-03-14 09:00:00 in China.
let present = Timestamp(microseconds: 1_773_450_000_000_000)

let valueTargets: [Target] = [
    Target(
        "amount", "an amount is above zero and reads the same when printed in figures or in capitals",
        seeds: ["12万", "十二万", "120,000.50", "1.5万", "二十三万五", "三块五", "¥12,0000", "5毛", "贰拾叁万元整", "1亿2千万"]
    ) { text in
        guard let money = orNil({ () throws(AmountText.Invalid) in try AmountText.parse(text) }) else { return }
        hold(money.isPositive, "\(money) is not above zero")
        for printed in [money.description, money.capitalForm] {
            let again = try AmountText.parse(printed)
            hold(again == money, "\(printed) reads \(again), not \(money)")
        }
        _ = money.wholeYuan
    },
    Target(
        "time", "a moment reads the same when printed, and its parts exist",
        seeds: [
            "21:05", "九点零五分", "昨晚9点半", "3-14 21:05", "2026-03-14 21:05:37", "2026-03-14T21:05:37.25+08:00",
            "20260314210537",
            "14号凌晨1点一刻", "大前天 下午3点", "2026年3月14日 二十一时零五分", "12-31T23:59:60Z",
        ]
    ) { text in
        let now = CivilTime(present)
        guard let moment = orNil({ () throws(TimeText.Invalid) in try TimeText.parse(text, relativeTo: now) }) else {
            return
        }
        let again = try TimeText.parse(moment.rfc3339, relativeTo: now)
        hold(again == moment, "\(moment.rfc3339) reads \(again.rfc3339)")
        hold(CivilTime(moment.timestamp) == moment, "\(moment.rfc3339) is another moment")
        hold(try TimeText.parse(moment.text, relativeTo: now).text == moment.text, "\(moment.text) reads otherwise")
    },
    Target(
        "numbers", "what is taken is taken again as it is printed and sent; what is masked does not show the whole",
        seeds: [
            "530402199003072014", "530402900307201", "138 0013 8000", "+86-877-2062345", "0063 917 123 4567", "96110",
            "6200 0000 0000 0000 741", "102100099996", "530402560000", "wang.fang", "key-1", "６２２２０２",
        ]
    ) { text in
        if let number = try settled(text, as: IdentityNumber.self) {
            hold(number.masked != number.text, "the number shows")
            _ = (number.area, number.isFemale, number.age(on: CivilTime(present).day))
        }
        if let phone = try settled(text, as: PhoneNumber.self) {
            hold(try PhoneNumber(phone.printed) == phone, "\(phone.printed) is another number")
            hold(phone.kind == .service || phone.masked != phone.text, "the number shows")
        }
        if let account = try settled(text, as: BankAccountNumber.self) {
            hold(account.masked.filter { $0 != "*" && $0 != " " }.count < account.text.count, "the number shows")
            hold(try BankAccountNumber(account.grouped) == account, "\(account.grouped) is another number")
            _ = (account.issuer, account.warnings)
        }
        if let unit = try settled(text, as: UnitCode.self) {
            hold(unit.contains(unit) && unit.parent?.contains(unit) != false, "\(unit) lies outside its parent")
            _ = unit.areaName
        }
        _ = try settled(text, as: BankCode.self)
        _ = try settled(text, as: LoginName.self)
    },
    Target(
        "ids", "an id is read only from what it prints",
        seeds: [
            "inc-000000000000003f", "ord-0000000000000001", "act-ffffffffffffffff", "stp-000000000000000A",
            "trf-+00000000000000f",
        ]
    ) { text in
        printsItself(text, IncidentID.self)
        printsItself(text, TransferID.self)
        printsItself(text, StopPaymentID.self)
        printsItself(text, ActID.self)
        printsItself(text, ApprovalID.self)
        printsItself(text, UserID.self)
        printsItself(text, ClientID.self)
        printsItself(text, JobID.self)
        if let day = CivilDay(text) { hold(day.description == text, "\(text) prints \(day)") }
        if let bytes = Hexadecimal.bytes(text) {
            hold(Hexadecimal.text(bytes) == text.lowercased(), "\(text) prints \(Hexadecimal.text(bytes))")
        }
        if let key = IdempotencyKey(text) { hold(key.text == text, "another key") }
    },
    Target(
        "search", "what is looked for is found again under the same words",
        seeds: ["YJ-20260314-0007", "0007", "6200010000000017", "王芳", "yj 202603140007", "６２０００１"]
    ) { text in
        guard let words = SearchWords(text) else { return }
        switch words {
        case .tail(let found): hold(found.count == 4 && found.isAllDigits, "\(found) is no tail")
        case .accountNumber(let found): hold(found.isEmpty || found.isAllDigits, "\(found) is no number")
        case .incidentNumber, .name: break
        }
    },
]

/// The value that `text` is read as, which must stand again for what it prints and sends.
private func settled<Value: TextValue>(_ text: String, as type: Value.Type) throws -> Value? {
    guard let value = orNil({ () throws(Value.Invalid) in try Value(text) }) else { return nil }
    hold(try Value(value.text) == value, "\(type): \(value.text) is not taken again")
    let sent = try CanonicalJSON.text([value])
    hold(try CanonicalJSON.decode([Value].self, from: sent) == [value], "\(type): \(sent) is another")
    return value
}

private func printsItself<ID: Identifier>(_ text: String, _ type: ID.Type) {
    if let id = ID(text) { hold(id.description == text, "\(text) prints \(id)") }
}
