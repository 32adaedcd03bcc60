package import Journal
package import Primitives

/// The commands on units.
package struct Units: Sendable {
    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    /// Adds a unit in the reach of `principal`; throws `Refusal` or `Unit.Invalid`.
    @discardableResult
    package func add(_ unit: Unit, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws -> Unit {
        try principal.permit(.manageUnits, in: unit.code, bank: nil)
        try unit.check()
        return try journal.perform(key, by: principal.actor, at: now, input: Asked("unit.add", unit)) { step in
            let table = UnitTable(step.transaction)
            guard try table.find(unit.code) == nil else { throw Unit.Invalid.taken(unit.code) }
            try table.insert(unit)
            try step.record(
                "unit.added", on: unit.code,
                detail: .object(["name": .string(unit.name), "kind": .string(unit.kind.rawValue)]))
            return unit
        }
    }

    /// Gives a unit this name and telephone; throws `NotFound`, `Refusal` or `Unit.Invalid`.
    @discardableResult
    package func change(
        _ code: UnitCode, name: String, telephone: String?, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws -> Unit {
        try principal.permit(.manageUnits, in: code, bank: nil)
        let input = Asked("unit.change", [code.text, name, telephone])
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let table = UnitTable(step.transaction)
            let old = try table.require(code)
            let unit = Unit(code: code, name: name, kind: old.kind, telephone: telephone)
            try unit.check()
            try table.update(unit)
            func record(_ act: String, _ before: String?, _ after: String?) throws {
                guard before != after else { return }
                try step.record(
                    act, on: code,
                    detail: .object(["before": .string(before ?? ""), "after": .string(after ?? "")]))
            }
            try record("unit.renamed", old.name, name)
            try record("unit.telephone", old.telephone, telephone)
            return unit
        }
    }
}
