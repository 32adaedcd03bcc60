import Access
import Checks
import Foundation
import Jobs
import Journal
import Primitives
import Recovery
import Storage
import StoragePostgres
import StorageSQLite
import TestSupport
import Testing
import Wire
import Workflow

@testable import Operations

@Suite("The doctor says what is wrong") struct DoctorTests {
    typealias Facts = InstallationFacts

    struct Case: Sendable, CustomTestStringConvertible {
        let expected: [Symptom.Kind]
        /// Part of the line that is printed.
        let words: String
        let spoil: @Sendable (inout Facts) -> Void

        init(_ expected: Symptom.Kind..., says words: String, _ spoil: @escaping @Sendable (inout Facts) -> Void) {
            (self.expected, self.words, self.spoil) = (expected, words, spoil)
        }

        var testDescription: String { "\(expected) \(words)" }
    }

    static let well: Facts = {
        var facts = Facts(folderPath: "/var/lib/shouwang")
        facts.disk = Facts.Disk(freeBytes: 50 << 30, allBytes: 100 << 30)
        facts.people = Facts.People(users: 3, administrators: 1)
        facts.calendarEnds = CivilTime(.t0).day.adding(days: 60)
        facts.server = Facts.Server(isUTF8: true, isOrderedByBytes: true)
        var vitals = Vitals()
        vitals.workerSeen = .t0 - .seconds(20)
        vitals.newestEntry = .t0 - .minutes(1)
        vitals.queues = [JobTable.Queue(kind: "termEnd", waiting: 4, due: 0, dueSince: nil)]
        facts.vitals = vitals
        return facts
    }()

    static let cases: [Case] = [
        Case(.folderMissing, says: "is not there") { facts in
            facts = Facts(folderPath: facts.folderPath)
            (facts.folder, facts.records, facts.key) = (.missing, .missing, .missing)
        },
        Case(.folderIsFile, says: "is no folder") { $0.folder = .noFolder },
        Case(.folderNotWritable, says: "cannot be written") { $0.folder = .notWritable },
        Case(.keyMissing, says: "kept apart") { $0.key = .missing },
        Case(.keyUnreadable, says: "centre.key: not allowed") { $0.key = .unreadable("not allowed") },
        Case(.keyOpen, says: "mode 644") { $0.key = .open(mode: 0o644) },
        Case(.packInvalid, .packInvalid, says: "rules[3]") { $0.packProblems = ["rules[3]: found 1", "codes: none"] },
        Case(.calendarEnds, says: "known until 2026-05-12") { $0.calendarEnds = CivilTime(.t0).day.adding(days: 59) },
        Case(.calendarEnds, says: "pack's calendar") { $0.calendarEnds = CivilTime(.t0).day.adding(days: -400) },
        Case(.diskFull, says: "512 of 102400 MiB") { $0.disk?.freeBytes = 512 << 20 },
        Case(.diskFull, says: "4096 of 102400 MiB") { $0.disk?.freeBytes = 4 << 30 },
        Case(.databaseMissing, says: "restore a backup") { facts in
            (facts.records, facts.vitals, facts.people) = (.missing, nil, nil)
        },
        Case(.databaseUnreadable, says: "disk image is malformed") { facts in
            (facts.records, facts.vitals, facts.people) = (.unreadable("database disk image is malformed"), nil, nil)
        },
        Case(.schemaMissing, says: "is empty") { $0.records = .open(.none) },
        Case(.schemaOlder, says: "without jobs-2") { $0.records = .open(.older(["jobs-2"])) },
        Case(.schemaNewer, says: "with jobs-9") { $0.records = .open(.newer(["jobs-9"])) },
        Case(.schemaEdited, says: "jobs-1") { $0.records = .open(.edited("jobs-1")) },
        Case(.encoding, says: "UTF8") { $0.server?.isUTF8 = false },
        Case(.collation, says: "not collated as C") { $0.server?.isOrderedByBytes = false },
        Case(.clockBehind, says: "120 s behind") { $0.vitals?.newestEntry = .t0 + .minutes(2) },
        Case(.clockAhead, says: "31 days after") { $0.vitals?.newestEntry = .t0 - .days(31) },
        Case(.noUsers, says: "user add") { $0.people = Facts.People(users: 0, administrators: 0) },
        Case(.noAdministrator, says: "no active administrator") { $0.people?.administrators = 0 },
        Case(.bankAddress, says: "bank 901 ") { $0.banks = ["901": .noAddress] },
        Case(.bankKey, says: "bank 902 ") { $0.banks = ["902": .noValidKey] },
        Case(.workerMissing, says: "no worker has been seen for 61 s") { $0.vitals?.workerSeen = .t0 - .seconds(61) },
        Case(.workerMissing, says: "no worker has been seen ever") { $0.vitals?.workerSeen = nil },
        Case(.jobsOverdue, says: "transmit has been due for 360 s") { facts in
            facts.vitals?.queues.append(
                JobTable.Queue(kind: "transmit", waiting: 2, due: 1, dueSince: .t0 - .minutes(6)))
        },
        Case(.deadJobs, says: "2 jobs failed for good") { $0.vitals?.deadJobs = 2 },
        Case(.tailStands, says: "3 journal entries have waited 301 s") { facts in
            facts.vitals?.tail = 3
            facts.vitals?.tailSince = .t0 - .seconds(301)
        },
    ]

    @Test("each finding has its line, and nothing else is found", arguments: cases)
    func finding(example: Case) {
        var facts = Self.well
        example.spoil(&facts)
        let found = facts.symptoms(at: .t0)
        #expect(found.map(\.kind) == example.expected)
        #expect(found.contains { $0.description.contains(example.words) }, "\(found)")
    }

    @Test("a sound installation has no finding, and every kind of finding has its example")
    func whole() {
        #expect(Self.well.symptoms(at: .t0) == [])
        #expect(Set(Self.cases.flatMap(\.expected)) == Set(Symptom.Kind.allCases))
    }

    @Test("what is only due soon is a warning: nothing else is")
    func warnings() {
        var facts = Self.well
        facts.calendarEnds = CivilTime(.t0).day
        facts.disk?.freeBytes = 0
        facts.key = .missing
        #expect(facts.symptoms(at: .t0).filter(\.isWarning).map(\.kind) == [.calendarEnds])
        #expect(facts.symptoms(at: .t0).count == 3)
        let examined = Examination(
            folder: URL(filePath: "/nowhere"), place: .file(URL(filePath: "/nowhere")), pack: nil)
        #expect(examined.facts(at: .t0).calendarEnds?.description == "2026-12-31")
    }

    @Test("bounds: what is just within them is no finding")
    func bounds() {
        var facts = Self.well
        facts.disk?.freeBytes = 5 << 30
        facts.vitals?.workerSeen = .t0 - .seconds(60)
        facts.vitals?.newestEntry = .t0 + .minutes(1)
        facts.vitals?.tail = 1
        facts.vitals?.tailSince = .t0 - .minutes(5)
        facts.vitals?.queues = [
            JobTable.Queue(kind: "transmit", waiting: 1, due: 1, dueSince: .t0 - .minutes(5))
        ]
        #expect(facts.symptoms(at: .t0) == [])
    }

    @Test("a real installation is examined, and its faults are seen as they come")
    func realFolder() throws {
        try withFolder { folder in
            let place = folder.appending(path: "data")
            func found(pack: String? = nil) -> [Symptom.Kind] {
                let file = place.appending(path: "shouwang.sqlite")
                let facts = Examination(folder: place, place: .file(file), pack: pack).facts(at: .t0)
                return facts.symptoms(at: .t0).map(\.kind).filter { $0 != .diskFull }
            }
            #expect(found() == [.folderMissing])
            let installation = try Installation(in: place)
            #expect(found() == [.keyUnreadable])
            #expect(CentreKey(in: place).state() == .unreadable("it does not hold what was written"))
            try FileManager.default.removeItem(atPath: place.path + "/centre.key")
            #expect(found() == [.keyMissing])
            let made = try CentreKey(in: place).make(owner: "530400000000")
            #expect(try CentreKey(in: place).load()?.publicKey == made.publicKey)
            #expect(found() == [])
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: place.path + "/centre.key")
            #expect(found() == [.keyOpen])
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place.path + "/centre.key")
            try Data("{}".utf8).write(to: folder.appending(path: "pack.json"))
            #expect(Set(found(pack: folder.path + "/pack.json")) == [.packInvalid])
            try spoilRecords(of: installation)
            #expect(found() == [.bankAddress, .bankKey, .workerMissing, .jobsOverdue])
            try Workshop(installation.platform, name: "one").report()
            #expect(found() == [.bankAddress, .bankKey, .jobsOverdue])
        }
    }

    /// Banks that cannot answer by wire, and work that is long due.
    private func spoilRecords(of installation: Installation) throws {
        let database = installation.platform.database
        try database.write { tx in
            for (code, address) in [("901741000011", ""), ("902741000028", "http://127.0.0.1:1")] {
                try AccountTable(tx).put(
                    Bank(
                        code: code, name: code, kind: .bank, link: .wire, address: address, contact: nil,
                        cardPrefixes: []))
            }
            try JobTable(tx).enqueue("transmit", "act-1", due: .t0 - .minutes(6), id: JobID(value: 1))
        }
    }

    @Test("a damaged file, a newer schema and a disabled administrator are seen in a real file")
    func realRecords() throws {
        try withFolder { folder in
            let installation = try Installation(in: folder)
            _ = try? FileManager.default.removeItem(atPath: folder.path + "/centre.key")
            _ = try CentreKey(in: folder).make(owner: "530400000000")
            let examination = Examination(folder: folder, place: .file(installation.file), pack: nil)
            func found() -> [Symptom.Kind] {
                examination.facts(at: .t0).symptoms(at: .t0).map(\.kind).filter { $0 != .diskFull }
            }
            try installation.platform.database.write { tx in
                try tx.execute("UPDATE access_user SET state = 'disabled'")
            }
            #expect(found() == [.noUsers])
            try installation.addUser("duty", .dutyOfficer)
            #expect(found() == [.noAdministrator])
            try installation.platform.database.write { tx in
                try tx.execute("INSERT INTO schema_migration (name, content, applied_at) VALUES ('later-1', '', 0)")
            }
            #expect(found() == [.schemaNewer])
            try Data(repeating: 7, count: 8192).write(to: folder.appending(path: "other.sqlite"))
            let other = Examination(
                folder: folder, place: .file(folder.appending(path: "other.sqlite")), pack: nil)
            #expect(
                other.facts(at: .t0).symptoms(at: .t0).map(\.kind).filter { $0 != .diskFull } == [.databaseUnreadable])
        }
    }

    @Test("PostgreSQL's encoding and collation are read from the server", .enabled(if: PostgresServer.isInstalled))
    func server() throws {
        try withFolder { folder in
            let server = try PostgresServer.running().conninfo
            func found(_ name: String, _ options: [String]) throws -> [Symptom.Kind] {
                try PostgresPrograms.run(
                    "createdb", ["--maintenance-db=\(server)", "--template=template0"] + options + [name])
                let conninfo = server.replacing("dbname=postgres", with: "dbname=\(name)")
                let facts = Examination(folder: folder, place: .server(conninfo), pack: nil).facts(at: .t0)
                return facts.symptoms(at: .t0).map(\.kind).filter { ![.diskFull, .keyMissing].contains($0) }
            }
            #expect(try found("doctor_c", ["--encoding=UTF8", "--locale=C"]) == [.schemaMissing])
            #expect(try found("doctor_ascii", ["--encoding=SQL_ASCII", "--locale=C"]) == [.encoding])
            let icu = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=zh"]
            #expect(try found("doctor_icu", icu) == [.collation, .schemaMissing])
            let nowhere = Examination(folder: folder, place: .server("host=\(folder.path) dbname=none"), pack: nil)
            #expect(nowhere.facts(at: .t0).symptoms(at: .t0).map(\.kind).contains(.databaseUnreadable))
        }
    }
}
