internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire

// How records are written for programs; identifiers are masked.
extension JSON {
    static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
    static func id(_ id: (some Identifier)?) -> JSON { id.map { .string($0.description) } ?? .null }
    static func time(_ moment: Timestamp?) -> JSON { moment.map { .string(CivilTime($0).rfc3339) } ?? .null }
    static func fen(_ money: Money?) -> JSON { money.map { .number($0.fen) } ?? .null }
    static func count(_ number: some BinaryInteger) -> JSON { .number(Int64(number)) }

    /// One page of a list.
    static func page(_ items: [JSON], next: String?) -> JSON { .object(["items": .array(items), "next": .text(next)]) }

    static func maskedNumber(_ number: String?) -> JSON {
        guard let number else { return .null }
        do { return .string(try BankAccountNumber(number).masked) } catch { return .string("****") }
    }

    static func maskedPhone(_ phone: String?) -> JSON {
        guard let phone else { return .null }
        do { return .string(try PhoneNumber(phone).masked) } catch { return .string("****") }
    }

    static func maskedID(_ number: String?) -> JSON {
        guard let number else { return .null }
        do { return .string(try IdentityNumber(number).masked) } catch { return .string("****") }
    }
}

extension FlowSums {
    var record: JSON {
        .object([
            "defraudedFen": .fen(defrauded), "heldFen": .fen(held), "atLargeFen": .fen(atLarge),
            "exitedFen": .fen(exited), "returnedFen": .fen(returned), "deepestTier": .count(deepestTier),
        ])
    }
}

extension Receipt {
    var record: JSON {
        .object(["incident": .id(incident), "number": .string(number), "joinedTo": .id(joinedTo)])
    }
}

extension Account {
    var record: JSON {
        .object(["id": .id(id), "bank": .string(bank), "number": .maskedNumber(number), "name": .text(name)])
    }
}

extension Incident {
    var record: JSON {
        .object([
            "id": .id(id), "number": .string(number), "unit": .string(unit.text),
            "channel": .string(channel.rawValue), "reportedAt": .time(reportedAt), "recordedAt": .time(recordedAt),
            "fraudType": .text(fraudType), "state": .string(state.rawValue), "joinedTo": .id(joinedTo),
            "firstHeldAt": .time(firstHeldAt), "sums": flow.record,
        ])
    }
}

extension Victim {
    var record: JSON {
        .object([
            "id": .id(id), "name": .string(name), "idNumber": .maskedID(idNumber), "phone": .maskedPhone(phone),
        ])
    }
}

extension StopPayment {
    func record(_ account: Account?, _ claims: [Claim]) -> JSON {
        .object([
            "id": .id(id), "incident": .id(incident), "account": account?.record ?? .null,
            "state": .string(state.rawValue), "tier": .count(tier), "uses": .count(uses),
            "requestedAt": .time(requestedAt), "executedAt": .time(executedAt), "endsAt": .time(endsAt),
            "endedAt": .time(endedAt), "balanceHeldFen": .fen(heldBalance), "refusalCode": .text(refusalCode),
            "claims": .array(claims.map(\.record)),
        ])
    }
}

extension Claim {
    fileprivate var record: JSON {
        .object(["incident": .id(incident), "tracedFen": .fen(traced), "isLive": .bool(isLive)])
    }
}

extension ActStanding {
    var record: JSON {
        .object([
            "id": .id(id), "kind": .string(kind.rawValue), "bank": .string(bank), "state": .string(state.rawValue),
            "createdAt": .time(createdAt), "answerDue": .time(answerDue), "answeredAt": .time(answeredAt),
            "tries": .count(tries),
        ])
    }
}

extension APICall {
    /// The unit whose records this program reaches; a bank's programs reach none.
    func reach(_ act: Act) throws -> UnitCode {
        guard let unit = principal.unit else { throw Refusal.notPermitted(act) }
        try principal.permit(act, in: unit, bank: nil)
        return unit
    }

    /// An incident by id or number; one out of reach is not there.
    func incident(_ tx: any Transaction, act: Act = .readIncident) throws -> Incident {
        let text = try parameter("id")
        let table = IncidentTable(tx)
        guard let incident = try IncidentID(text).flatMap({ try table.find($0) }) ?? table.find(number: text) else {
            throw NotFound(text)
        }
        try principal.permit(act, in: incident.unit, bank: nil)
        return incident
    }
}
