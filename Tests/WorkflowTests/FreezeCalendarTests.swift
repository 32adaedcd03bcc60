import Access
import Primitives
import Recovery
import Storage
import TestSupport
import Testing

@Suite("Whose calendar a freeze stands in")
struct FreezeCalendarTests {
    @Test(
        "That of the unit that asked for it and of each whose incident claims it, of few incidents or many",
        arguments: Engine.available)
    func shared(on engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: Story.time("08:00")!))
            let lines = [
                "account V 901741000011 6200911000000000007 王芳 300000",
                "account W 901741000011 6200911000000000015 周某 300000", "account M 902741000028 6200921000000000005 李强",
                "authority tiers 4 most 500000", "pay V M 60000", "pay W M 40000", "alarm I V M 60000 at 08:05",
                "alarm K W M 40000 at 08:06 by tian", "file chen I 1号", "freeze chen I M whole",
                "approve head approveFreeze",
            ]
            for line in lines {
                try stage.centre.advance(to: stage.now + .minutes(1))
                _ = try stage.act(line.split(separator: " ").map(String.init))
                try stage.centre.work()
            }
            let freeze = try #require(try stage.freeze("M")?.id)
            let units = try ["chen", "tian"].map { try #require(try stage.person($0).unit) }
            #expect(units[0] != units[1])
            func ending(_ unit: UnitCode, few: Int) throws -> [FreezeID] {
                let before = stage.now + .days(400)
                return try stage.read {
                    try FreezeTable($0).ending(
                        after: nil, before: before, under: unit, limit: 10, few: few)
                }.map(\.id)
            }
            let stranger = UnitCode(area: "110101")!
            for few in [0, 2000] {
                #expect(try units.map { try ending($0, few: few) } == [[freeze], [freeze]])
                #expect(try ending(stranger, few: few) == [])
            }
            try stage.centre.advance(to: stage.now + .hours(1))
            for line in ["unfreeze chen I M"] { _ = try stage.act(line.split(separator: " ").map(String.init)) }
            #expect(try ending(units[0], few: 0) == [freeze], "who asked for it keeps it in view")
        }
    }
}
