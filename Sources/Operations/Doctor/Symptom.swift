internal import Checks
internal import Jobs
package import Primitives
internal import Storage

/// One thing that is wrong with an installation, and what to do about it.
package struct Symptom: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case folderMissing, folderIsFile, folderNotWritable
        case keyMissing, keyUnreadable, keyOpen
        case packInvalid, diskFull, calendarEnds
        case databaseMissing, databaseUnreadable, schemaMissing, schemaOlder, schemaNewer, schemaEdited
        case encoding, collation
        case clockBehind, clockAhead
        case noUsers, noAdministrator
        case bankAddress, bankKey
        case workerMissing, jobsOverdue, deadJobs, tailStands
    }

    package let kind: Kind
    package let what: String
    package let remedy: String

    /// Nothing is wrong yet: it is time to do something about it.
    package var isWarning: Bool { kind == .calendarEnds }

    init(_ kind: Kind, _ what: String, _ remedy: String) {
        self.kind = kind
        self.what = what
        self.remedy = remedy
    }

    package var description: String { "\(kind.rawValue): \(what). \(remedy)." }
}

extension InstallationFacts {
    /// A part of the disk, and so many bytes, must be free.
    private static let freePart: Int64 = 20
    private static let freeBytesMin: Int64 = 1 << 30
    /// How far the newest entry may lie before or after the clock.
    private static let aheadMax = Duration.days(30)
    private static let behindMax = Duration.minutes(1)
    /// How long due work and the chain's tail may stand.
    private static let standstillMax = Duration.minutes(5)

    /// All that is wrong at `now`, the deepest causes first.
    package func symptoms(at now: Timestamp) -> [Symptom] {
        [
            ofFolder, ofDisk, ofPack, ofCalendar(now), ofKey, ofServer, ofRecords, ofPeople, ofBanks, ofClock(now),
            ofWork(now),
        ].flatMap(
            \.self)
    }

    private var ofFolder: [Symptom] {
        switch folder {
        case .fine: []
        case .missing:
            [
                Symptom(
                    .folderMissing, "the data folder \(folderPath) is not there",
                    "Name the right one with --data; a new installation makes it at the first start")
            ]
        case .noFolder: [Symptom(.folderIsFile, "\(folderPath) is no folder", "Name the right one with --data")]
        case .notWritable:
            [
                Symptom(
                    .folderNotWritable, "the data folder \(folderPath) cannot be written by this user",
                    "Give it to the user that runs Shouwang: chown -R")
            ]
        }
    }

    private var ofDisk: [Symptom] {
        guard let disk, disk.freeBytes < Self.freeBytesMin || disk.freeBytes < disk.allBytes / Self.freePart else {
            return []
        }
        let (free, all) = (disk.freeBytes >> 20, disk.allBytes >> 20)
        return [
            Symptom(
                .diskFull, "the disk of \(folderPath) has \(free) of \(all) MiB left",
                "Make room: a full disk stops every order")
        ]
    }

    /// So many days before its end a calendar is asked for: the next year's days off are announced in November.
    private static let calendarDaysLeft = 60

    private func ofCalendar(_ now: Timestamp) -> [Symptom] {
        guard let calendarEnds else { return [] }
        let left = calendarEnds.daysSince1970 - CivilTime(now).day.daysSince1970
        guard left < Self.calendarDaysLeft else { return [] }
        return [
            Symptom(
                .calendarEnds, "the days off are known until \(calendarEnds); terms that end later are provisional",
                "Install the version with the next year's days, or enter them in the pack's calendar")
        ]
    }

    private var ofPack: [Symptom] {
        packProblems.map {
            Symptom(.packInvalid, "the jurisdiction pack is invalid: \($0)", "Correct the file, or leave --pack out")
        }
    }

    private var ofKey: [Symptom] {
        switch key {
        case .fine: []
        case .missing where folder != .fine && folder != .notWritable: []
        case .missing:
            [
                Symptom(
                    .keyMissing, "the signing key \(CentreKey.fileName) is not in \(folderPath)",
                    "Put back the one that was kept apart; only a new installation draws one, at the first start")
            ]
        case .unreadable(let reason):
            [
                Symptom(
                    .keyUnreadable, "no key can be read from \(folderPath)/\(CentreKey.fileName): \(reason)",
                    "Put back the one that was kept apart, owned by the user that runs Shouwang")
            ]
        case .open(let mode):
            [
                Symptom(
                    .keyOpen, "others may read the signing key (mode \(String(mode, radix: 8)))",
                    "Run chmod 600 \(folderPath)/\(CentreKey.fileName), and draw a new key if others had access")
            ]
        }
    }

    private var ofServer: [Symptom] {
        guard let server else { return [] }
        let made = "Dump it, create it anew with LC_COLLATE=C and UTF8, and restore"
        var symptoms: [Symptom] = []
        if !server.isUTF8 {
            symptoms.append(Symptom(.encoding, "PostgreSQL's database is not encoded in UTF8", made))
        }
        if !server.isOrderedByBytes {
            symptoms.append(Symptom(.collation, "PostgreSQL's database is not collated as C", made))
        }
        return symptoms
    }

    private var ofRecords: [Symptom] {
        switch records {
        case .open(.current): []
        case .missing where folder != .fine && folder != .notWritable: []
        case .missing:
            [
                Symptom(
                    .databaseMissing, "there is no database in \(folderPath)",
                    "Start shouwang serve, or restore a backup")
            ]
        case .unreadable(let words):
            [
                Symptom(
                    .databaseUnreadable, "the database cannot be read: \(words)",
                    "See that the file's owner or the server's address is right; else restore a backup")
            ]
        case .open(.none):
            [Symptom(.schemaMissing, "the database is empty", "Start shouwang serve, or restore a backup")]
        case .open(.older(let names)):
            [
                Symptom(
                    .schemaOlder, "the database is of an older version, without \(names.joined(separator: ", "))",
                    "Make a backup, then start shouwang serve: it brings the database forward")
            ]
        case .open(.newer(let names)):
            [
                Symptom(
                    .schemaNewer, "the database is of a newer version, with \(names.joined(separator: ", "))",
                    "Install the program's newer version")
            ]
        case .open(.edited(let name)):
            [
                Symptom(
                    .schemaEdited, "the step \(name) of the schema is not the program's",
                    "Install the version that made this database")
            ]
        }
    }

    private var ofPeople: [Symptom] {
        guard let people else { return [] }
        if people.users == 0 {
            return [
                Symptom(
                    .noUsers, "nobody can sign in",
                    "Run shouwang unit add, then shouwang user add … --role administrator")
            ]
        }
        guard people.administrators == 0 else { return [] }
        return [
            Symptom(
                .noAdministrator, "nobody can keep the users: there is no active administrator",
                "Run shouwang user add … --role administrator")
        ]
    }

    private var ofBanks: [Symptom] {
        banks.sorted { $0.key < $1.key }.map { code, fault in
            switch fault {
            case .noAddress:
                Symptom(
                    .bankAddress, "bank \(code) is to answer by wire and has no address",
                    "Enter it on the page of banks, or let its people answer by hand")
            case .noValidKey:
                Symptom(
                    .bankKey, "bank \(code) is to answer by wire and has no key that holds now",
                    "Enter the bank's public key on the page of banks: without it no answer is believed")
            }
        }
    }

    private func ofClock(_ now: Timestamp) -> [Symptom] {
        guard let newest = vitals?.newestEntry else { return [] }
        let remedy = "Compare the clock with the time service (timedatectl)"
        if newest > now + Self.behindMax {
            let late = (newest - now).wholeSeconds
            return [Symptom(.clockBehind, "the clock is \(late) s behind the journal's newest entry", remedy)]
        }
        guard now - newest > Self.aheadMax else { return [] }
        let days = (now - newest).wholeSeconds / 86_400
        return [
            Symptom(.clockAhead, "the clock is \(days) days after the journal's newest entry", remedy)
        ]
    }

    private func ofWork(_ now: Timestamp) -> [Symptom] {
        guard let vitals else { return [] }
        var symptoms: [Symptom] = []
        let isSilent = vitals.workerSeen.map { now - $0 > WorkerTable.silenceMax } ?? true
        let overdue = vitals.longestDue.flatMap { now - $0.since > Self.standstillMax ? $0 : nil }
        if isSilent, overdue != nil || !vitals.queues.isEmpty {
            let seen = vitals.workerSeen.map { "for \((now - $0).wholeSeconds) s" } ?? "ever"
            symptoms.append(
                Symptom(
                    .workerMissing, "no worker has been seen \(seen): orders are not sent and deadlines not kept",
                    "Start shouwang serve, or shouwang work beside serve --without-work"))
        }
        if let overdue {
            symptoms.append(
                Symptom(
                    .jobsOverdue,
                    "work of the kind \(overdue.kind) has been due for \((now - overdue.since).wholeSeconds) s",
                    "Start more workers (shouwang work) if workers are running"))
        }
        if vitals.deadJobs > 0 {
            symptoms.append(
                Symptom(
                    .deadJobs, "\(vitals.deadJobs) jobs failed for good",
                    "Decide on them on the page of undelivered messages"))
        }
        if let since = vitals.tailSince, now - since > Self.standstillMax {
            symptoms.append(
                Symptom(
                    .tailStands,
                    "\(vitals.tail) journal entries have waited \((now - since).wholeSeconds) s for the chain",
                    "A worker chains them: see that one runs; if one does, look into its log"))
        }
        return symptoms
    }
}
