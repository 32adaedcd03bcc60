internal import Foundation
internal import HTTPTypes
internal import Primitives
internal import Recovery

/// Reads what a program reports; every member may be left out, and each one that cannot be is named.
struct IntakeJSON {
    private var problems: [FieldProblem] = []

    /// Throws `FieldFault` with everything that is wrong with the form of the body.
    static func intake(_ body: [UInt8]) throws -> Intake {
        var reader = IntakeJSON()
        let intake = reader.intake(try Self.object(body))
        guard reader.problems.isEmpty else { throw FieldFault(.badRequest, reader.problems) }
        return intake
    }

    /// The transfers of `{"transfers": [{…, "id": "trf-…"}]}` and which ones they complete.
    static func transfers(_ body: [UInt8]) throws -> (transfers: [Intake.Transfer], ids: [TransferID?]) {
        var reader = IntakeJSON()
        let json = try Self.object(body)
        reader.refuseUnknown(json, ["transfers"], "")
        let items = reader.list(json["transfers"], "transfers")
        if json["transfers"] == nil || json["transfers"] == .array([]) { reader.note("transfers", .required) }
        let ids = items.enumerated().map { index, item in reader.transferID(item["id"], "transfers.\(index).id") }
        let transfers = items.enumerated().map { index, item in
            reader.transfer(item, "transfers.\(index)", also: ["id"])
        }
        guard reader.problems.isEmpty else { throw FieldFault(.badRequest, reader.problems) }
        return (transfers, ids)
    }

    private static func object(_ body: [UInt8]) throws(FieldFault) -> JSON {
        let json: JSON
        do {
            json = try JSONDecoder().decode(JSON.self, from: Data(body))
        } catch {
            throw FieldFault(.badRequest, [FieldProblem("body", .malformed)])
        }
        guard case .object = json else { throw FieldFault(.badRequest, [FieldProblem("body", .malformed)]) }
        return json
    }

    private mutating func note(_ field: String, _ rule: FieldProblem.Rule, _ found: String = "") {
        problems.append(FieldProblem(field, rule, found: found))
    }

    private mutating func intake(_ json: JSON) -> Intake {
        refuseUnknown(
            json,
            [
                "channel", "unit", "reportedAt", "fraudType", "narrative", "victims", "transfers", "clues",
                "protectVictim", "joins",
            ], "")
        var intake = Intake(
            unit: text(json, "unit", ""), reportedAt: text(json, "reportedAt", ""),
            fraudType: text(json, "fraudType", ""), narrative: text(json, "narrative", ""),
            protectVictim: flag(json["protectVictim"], "protectVictim"), joins: text(json, "joins", ""))
        let channel = text(json, "channel", "")
        if !channel.isEmpty { intake.channel = channel }
        intake.victims = list(json["victims"], "victims").enumerated().map { victim($1, "victims.\($0)") }
        intake.transfers = list(json["transfers"], "transfers").enumerated().map { transfer($1, "transfers.\($0)") }
        if let clues = json["clues"] {
            if case .object(let members) = clues {
                for name in members.keys { intake.clues[name] = text(clues, name, "clues") }
            } else {
                note("clues", .malformed)
            }
        }
        return intake
    }

    private mutating func victim(_ json: JSON, _ field: String) -> Intake.Victim {
        refuseUnknown(json, ["name", "idNumber", "phone", "whereabouts"], field)
        return Intake.Victim(
            name: text(json, "name", field), idNumber: text(json, "idNumber", field),
            phone: text(json, "phone", field), whereabouts: text(json, "whereabouts", field))
    }

    private mutating func transfer(_ json: JSON, _ field: String, also: [String] = []) -> Intake.Transfer {
        refuseUnknown(
            json,
            [
                "victim", "payerNumber", "payerBank", "amount", "time", "payeeNumber", "payeeName", "payeeBank",
            ] + also, field)
        var victim = 0
        switch json["victim"] {
        case nil: break
        case .number(let number)? where (0...Int64(APISchemas.victimMost)).contains(number): victim = Int(number)
        case .number(let number)?: note("\(field).victim", .noSuchVictim, "\(number)")
        case .some: note("\(field).victim", .malformed)
        }
        return Intake.Transfer(
            victim: victim, payerNumber: text(json, "payerNumber", field), payerBank: text(json, "payerBank", field),
            amount: text(json, "amount", field), time: text(json, "time", field),
            payeeNumber: text(json, "payeeNumber", field), payeeName: text(json, "payeeName", field),
            payeeBank: text(json, "payeeBank", field))
    }

    private mutating func transferID(_ json: JSON?, _ field: String) -> TransferID? {
        guard let json, json != .null else { return nil }
        let id = json.string.flatMap { TransferID($0) }
        if id == nil { note(field, .malformed, json.string ?? "") }
        return id
    }

    private mutating func text(_ json: JSON, _ name: String, _ field: String) -> String {
        switch json[name] {
        case nil, .null?: return ""
        case .string(let text)?: return text
        case .some:
            note(field.isEmpty ? name : "\(field).\(name)", .malformed)
            return ""
        }
    }

    private mutating func flag(_ json: JSON?, _ field: String) -> Bool {
        switch json {
        case nil: return false
        case .bool(let flag)?: return flag
        case .some:
            note(field, .malformed)
            return false
        }
    }

    private mutating func list(_ json: JSON?, _ field: String) -> [JSON] {
        switch json {
        case nil: return []
        case .array(let items)?: return items
        case .some:
            note(field, .malformed)
            return []
        }
    }

    private mutating func refuseUnknown(_ json: JSON, _ known: [String], _ field: String) {
        guard case .object(let members) = json else { return note(field, .malformed) }
        let place = field.isEmpty ? "body" : field
        for name in members.keys.sorted() where !known.contains(name) {
            // A member may be called nothing at all; then what it stands in is named.
            note(name.isEmpty ? place : field.isEmpty ? name : "\(field).\(name)", .unknownColumn, name)
        }
    }
}
