import Access
import Journal
import Jurisdiction
import Primitives
import Storage
import TestSupport
import Testing

@testable import Recovery

@Suite("What is read of a statement") struct StatementReadingTests {
    static let story = """
        我叫田某芳，身份证530102196001012046，电话13800136127。今天晚上七点四十左右接到+85251230193的电话，自称是云江市公安局的陈建国警官，说我涉嫌洗钱，\
        要我把钱转到安全账户，还让我开着屏幕共享。我先用工商银行的卡6222021001116245702在昨晚九点零五分转了十二万到6217000010000000003，户名：蔡志强；\
        他说不够，昨晚九点二十分又转了三万八千五百元到6228480402564890018，名字我没记住。
        """
    static let day = CivilDay("2026-03-15")!

    private static func values(_ text: String) -> [String: ReadValue] {
        Dictionary(StatementReading(text, day: day).values.map { ($0.field, $0) }) { first, _ in first }
    }

    @Test("the five facts come out of a statement, each with its mark")
    func facts() throws {
        let values = Self.values(Self.story)
        let expected = [
            "victims.0.phone": "13800136127", "transfers.0.amount": "120,000.00",
            "transfers.0.time": "2026-03-14 21:05",
            "transfers.0.payeeNumber": "6217000010000000003", "transfers.0.payeeName": "蔡志强",
            "transfers.0.payerNumber": "6222021001116245702", "transfers.1.amount": "38,500.00",
            "transfers.1.payeeNumber": "6228480402564890018",
        ]
        for (field, text) in expected { #expect(values[field]?.text == text, "\(field)") }
        #expect(values["transfers.1.payeeName"] == nil)
        let marks = StatementReading(Self.story, day: Self.day).marks
        for value in values.values { #expect((1...marks.count).contains(value.mark), "\(value.field)") }
    }

    @Test("a sum that was told roughly and a name that nothing introduces are in doubt")
    func doubts() {
        let values = Self.values("我用6222021001116245702转了大概三万到6217000010000000003，昨天下午三点多")
        #expect(values["transfers.0.amount"]?.isSure == false)
        #expect(Self.values(Self.story)["transfers.0.amount"]?.isSure == true)
        #expect(Self.values(Self.story)["transfers.0.payeeName"]?.isSure == true)
    }

    @Test("a sum that was only asked for before an account is in doubt, and its account with it")
    func asked() {
        let values = Self.values("对方让我先交3万元保证金到6217000010000000003，户名：蔡志强")
        #expect(values["transfers.0.amount"]?.isSure == false)
        #expect(values["transfers.0.payeeNumber"]?.isSure == false)
    }

    @Test("whatever is confirmed or corrected is no longer in doubt")
    func unconfirmed() {
        let doubtful = ReadValue(field: "transfers.0.amount", text: "30,000.00", mark: 1, isSure: false)
        var intake = Intake(transfers: [.init(amount: "30,000.00")])
        var read = ReadStatement(values: [doubtful], statementMark: "x")
        #expect(read.unconfirmed(in: intake) == [doubtful])
        read.confirmed = ["transfers.0.amount"]
        #expect(read.unconfirmed(in: intake).isEmpty)
        read.confirmed = []
        intake.transfers[0].amount = "29,800"
        #expect(read.unconfirmed(in: intake).isEmpty)
        intake.transfers = []
        #expect(read.unconfirmed(in: intake).isEmpty)
    }

    @Test("a text is made unrecognizable as far as it was read")
    func unrecognizable() {
        let text = "我叫田志芳，电话１３８００１３６１２７，转了三万到6217000010000000003"
        let covered = StatementReading(text, day: Self.day).unrecognizable(text)
        #expect(covered == "我叫某某某，电话00000000000，转了三万到0000000000000000000")
    }

    @Test("what was read is kept beside what was told, with the report or not at all", arguments: Engine.available)
    func kept(engine: Engine) throws {
        try withDatabase(engine, IntakeTests.schema) { database in
            let journal = Journal(database: database, ids: CountingIDs())
            let county = UnitCode(area: "530402")!
            try Units(journal).add(
                Unit(code: county, name: "柳林", kind: .centre), by: .platform("test"), key: IdempotencyKey("unit")!,
                at: .t0)
            let officer = Principal(
                identity: .user(UserID(value: 1)), roles: [.dutyOfficer], affiliation: .unit(county),
                mustChangePassword: false)
            var intake = Intake(fraudType: "GJF", narrative: "三万多", transfers: [.init(amount: "30,000.00")])
            let read = ReadStatement(
                values: [ReadValue(field: "transfers.0.amount", text: "30,000.00", mark: 1, isSure: false)],
                statementMark: "x")
            let incidents = Incidents(journal, .builtIn)
            let key = IdempotencyKey("report")!
            #expect(throws: Problems([FieldProblem("transfers.0.amount", .unconfirmed, found: "30,000.00")])) {
                try incidents.register(intake, read: read, by: officer, key: key, at: .t0)
            }
            intake.transfers[0].amount = "31,000.00"
            let receipt = try incidents.register(intake, read: read, by: officer, key: key, at: .t0)
            let kept = try database.read { try ReadingTable($0).list(after: nil, limit: 10) }
            let outcome = ReadOutcome(field: "transfers.0.amount", read: "30,000.00", told: "31,000.00")
            #expect(kept == [CorrectedReading(incident: receipt.incident, outcomes: [outcome], readAt: .t0)])
            #expect(try database.read { try ReadingTable($0).list(after: receipt.incident, limit: 10) }.isEmpty)
            let acts = try database.read { try EntryTable($0).newest(before: nil, limit: 10) }.map(\.act)
            #expect(acts.contains("incident.read"))
            var lines: [TrainingTexts.Line] = []
            #expect(try TrainingTexts(journal).export(at: .t0) { lines.append($0) } == 1)
            #expect(lines == [.init(text: "三万多", label: "GJF", changed: ["transfers.0.amount"])])
        }
    }

    @Test(
        "that a text tells of no fraud is not sure where somebody paid or was cheated",
        arguments: ["受害人疑似正在被骗，对方冒充顺丰理赔客服，立即见面劝阻。", "在网上刷单被骗3万元，已受案。"])
    func doubtedNone(text: String) throws {
        let day = try #require(CivilDay("2026-03-14"))
        let type = try #require(StatementReading(text, day: day).type)
        #expect(type.code != StatementReading.noFraud || !type.isSure)
    }

    @Test(
        "the time of a call is not surely that of the payment",
        arguments: [
            ("3月13日13:47接客服来电，让我转账49800元到6217000010000000003，我就转了。", false),
            ("3月13日13:47我转账49800元到6217000010000000003。", true),
        ])
    func timeOfCall(text: String, isSure: Bool) {
        #expect(Self.values(text)["transfers.0.time"]?.isSure == isSure)
    }
}
