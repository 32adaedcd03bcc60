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

    /// Gives a unit another name; throws `NotFound`, `Refusal` or `Unit.Invalid`.
    @discardableResult
    package func rename(
        _ code: UnitCode, to name: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> Unit {
        try principal.permit(.manageUnits, in: code, bank: nil)
        return try journal.perform(key, by: principal.actor, at: now, input: Asked("unit.rename", [code.text, name])) {
            step in
            let table = UnitTable(step.transaction)
            let old = try table.require(code)
            let unit = Unit(code: code, name: name, kind: old.kind)
            try unit.check()
            try table.rename(code, to: name)
            try step.record(
                "unit.renamed", on: code, detail: .object(["before": .string(old.name), "after": .string(name)]))
            return unit
        }
    }
}
