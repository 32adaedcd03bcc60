internal import Access
internal import Journal
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// One warning with all that is known of it and all that this person may do about it.
struct WarningModel: Sendable {
    var warning: Warning
    var sightings: [Sighting]
    var attempts: [Attempt]
    var task: DissuasionTask?
    var planned: [DissuasionTask]
    var officer: String?
    var unit: String
    /// Who told what, by the id in the journal.
    var names: [String: String]
    var alike: [Warning]
    var merged: [Warning]
    var handover: TaskHandover?
    var handoverTo: String?
    /// The unit that would not take it when it was asked last, and its words.
    var handoverRefused: (unit: String, answer: String)?
    /// What operators were asked, what stands in the way of asking again, and whom one can ask.
    var lines: [LineSuspension]
    var lineLacks: [SuspensionRule.Lack]
    var carriers: [Bank]
    var entries: [Entry]
    /// Sightings whose reporter's number this reader has asked to see a moment ago.
    var revealed: Set<String>
    var officers: [Field.Option]
    var units: [Field.Option]
    var isMine: Bool
    var may: Set<Act>
    var entered: Form
    var problems: [FieldProblem] = []
    var error: String?
    var done: String
    /// The id of whoever looks.
    var reader: String
    var hiddenFields: HTML
    /// Of the forms about the line, which change while the page stays: each state of a line has a key of its own.
    var lineFields: HTML
    /// The same for the hold of his account.
    var holdFields: HTML
    var rules: Rules
    var now: Timestamp
    var language: Language

    static func load(_ id: WarningID, _ platform: Platform, _ visit: Visit) throws -> WarningModel {
        let principal = visit.principal
        return try platform.database.read { tx in
            guard let warning = try WarningTable(tx).find(id) else { throw NotFound(id) }
            try principal.permit(.readWarning, in: warning.unit, bank: nil)
            let tasks = try DissuasionTaskTable(tx).of(id)
            let task = try DissuasionTaskTable(tx).open(id)
            let handover = try HandoverTable(tx).waiting(about: id)
            let attempts = try DissuasionAttemptTable(tx).of(id)
            let sightings = try SightingTable(tx).of(id)
            let carriers = try CarrierLines.carriers(tx)
            let live = try warning.person.phone.flatMap { try LineSuspensionTable(tx).live(on: $0) }
            let ids = Set(attempts.map(\.by) + [task?.officer?.description].compactMap(\.self)).compactMap {
                UserID($0)
            }
            let people = try UserTable(tx).find(Array(ids))
            let lines = try LineSuspensionTable(tx).of(id)
            let lineKey = lines.last.map { "\($0.id)-\($0.state.rawValue)" } ?? id.description
            let entries = try EntryTable(tx).about(topic: id.description, limit: 60)
            let names = Dictionary(people.map { ($0.id.description, $0.name) }, uniquingKeysWith: { first, _ in first })
            return WarningModel(
                warning: warning, sightings: sightings, attempts: attempts, task: task,
                planned: tasks.filter { $0.state == .planned },
                officer: task?.officer.flatMap { names[$0.description] }, unit: try name(of: warning.unit, tx),
                names: names, alike: try WarningTable(tx).alike(warning), merged: try WarningTable(tx).merged(into: id),
                handover: handover, handoverTo: try handover.map { try name(of: $0.to, tx) },
                handoverRefused: try refused(of: id, tx),
                lines: lines,
                lineLacks: SuspensionRule.lacks(
                    warning, seen: sightings, live: live, carriers: carriers.count, at: visit.now, platform.rules),
                carriers: carriers, entries: entries,
                revealed: Set(Reveals.revealed(to: principal.actor, in: entries, at: visit.now).keys.map(\.subject)),
                officers: try officers(for: task, principal, tx), units: try units(beside: warning.unit, tx),
                isMine: task?.officer.map { principal.identity == .user($0) } ?? false,
                may: Set(Act.allCases.filter { principal.allows($0) }),
                entered: visit.form, done: visit.query["done"], reader: visit.user.id.description,
                hiddenFields: visit.formFields, lineFields: visit.formFields(key: "\(visit.user.id)-\(lineKey)"),
                holdFields: visit.formFields(key: "\(visit.freshKey)-hold"),
                rules: platform.rules, now: visit.now, language: visit.language)
        }
    }

    private static func refused(of id: WarningID, _ tx: any Transaction) throws -> (unit: String, answer: String)? {
        guard let last = try HandoverTable(tx).of(id).last, last.state == .refused else { return nil }
        return (unit: try name(of: last.to, tx), answer: last.answer ?? String())
    }

    private static func name(of unit: UnitCode, _ tx: any Transaction) throws -> String {
        try UnitTable(tx).find(unit)?.name ?? unit.text
    }

    /// Whom a leader can give the task to.
    private static func officers(
        for task: DissuasionTask?, _ principal: Principal, _ tx: any Transaction
    ) throws -> [Field.Option] {
        guard let task, principal.allows(.assignTask) else { return [] }
        let users = try UserTable(tx).list(under: task.unit, after: nil, limit: 200)
        return users.filter { $0.state == .active && $0.principal.allows(.doTask) }.map {
            Field.Option($0.id.description, "\($0.name)　\($0.staffNumber)")
        }
    }

    /// The units to which a person can have gone, as far as they are in the same city.
    private static func units(beside unit: UnitCode, _ tx: any Transaction) throws -> [Field.Option] {
        guard let city = UnitCode(area: String(unit.text.prefix(4))) else { return [] }
        return try UnitTable(tx).list(under: city, after: nil, limit: 500).filter { $0.code != unit }.map {
            Field.Option($0.code.text, $0.name)
        }
    }
}
