import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@Suite("When an incident's money was first held") struct FirstHoldTests {
    @Test("what was held for others before the report is held from the report on", arguments: Engine.available)
    func heldBefore(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: try #require(Story.time("08:00"))))
            try play(
                on: stage, "account V 901741000011 6200911000000000007 王芳 300000",
                "account W 901741000011 6200911000000000015 周某 300000", "account M 902741000028 6200921000000000005 李强",
                "authority tiers 4 most 500000", "pay V M 210000", "pay W M 50000")
            try stage.centre.advance(to: try #require(Story.time("08:10")))
            try play(on: stage, "alarm I V M 210000 at 08:00")
            try stage.centre.advance(to: try #require(Story.time("09:00")))
            try play(on: stage, "alarm J W M 50000 at 08:00")
            try stage.centre.work()
            let (first, second) = (try stage.incident("I"), try stage.incident("J"))
            let (held, heldBefore) = try stage.read { tx in
                (try IncidentTable(tx).require(first), try IncidentTable(tx).require(second))
            }
            #expect(held.firstHeldAt != nil && held.flow.held.isPositive)
            #expect(heldBefore.firstHeldAt == heldBefore.reportedAt && heldBefore.flow.held.isPositive)
        }
    }

    private func play(on stage: Stage, _ lines: String...) throws {
        for line in lines { _ = try stage.act(line.split(separator: " ").map(String.init)) }
    }
}
