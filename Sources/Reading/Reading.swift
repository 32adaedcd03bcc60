package import Primitives

/// What a text says: the entities it names, and the payments they form.
package struct Reading: Sendable {
    package let text: ReadableText
    /// In the order of the text.
    package let entities: [Entity]
    package let payments: [Payment]

    /// Reads `text`; spoken days count from `day`, and are left out where it is nil.
    package init(_ text: String, day: CivilDay?) {
        let readable = ReadableText(text)
        var findings = Findings(readable)
        WebAddresses(readable).find(&findings)
        Handles(readable).find(&findings)
        Numbers(readable).find(&findings)
        Times(readable, today: day).find(&findings)
        Amounts(readable).find(&findings)
        Banks(readable).find(&findings)
        Programs(readable).find(&findings)
        People(readable).find(&findings)
        findings.sort()
        let entities = Roles(readable).assign(findings.entities.map { Numbers.relabel($0, readable) })
        self.text = readable
        self.entities = entities
        payments = Payments(readable, entities).find()
    }
}

extension Reading {
    package typealias Kind = Entity.Kind
    package typealias Role = Entity.Role

    /// Where an entity stands in the text as it was given, in Unicode scalars.
    package func originalRange(_ entity: Entity) -> Range<Int> { text.originalRange(entity.range) }

    /// The entity as it was written.
    package func written(_ entity: Entity) -> String { text.original(entity.range) }
}
