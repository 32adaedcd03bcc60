package import Checks
package import Primitives
package import Storage

/// What an examination saw of an installation; what is wrong follows from it alone.
package struct InstallationFacts: Sendable, Equatable {
    package enum Folder: Sendable, Equatable { case fine, missing, noFolder, notWritable }

    package enum Records: Sendable, Equatable {
        case missing
        /// It cannot be opened or read, with the database's own words.
        case unreadable(String)
        case open(Schema.Standing)
    }

    package struct Disk: Sendable, Equatable {
        package var freeBytes: Int64
        package var allBytes: Int64

        package init(freeBytes: Int64, allBytes: Int64) {
            self.freeBytes = freeBytes
            self.allBytes = allBytes
        }
    }

    package struct People: Sendable, Equatable {
        package var users: Int
        package var administrators: Int

        package init(users: Int, administrators: Int) {
            self.users = users
            self.administrators = administrators
        }
    }

    /// What is wrong with a bank that is to answer by wire.
    package enum BankFault: Sendable, Equatable { case noAddress, noValidKey }

    /// How PostgreSQL's database was created.
    package struct Server: Sendable, Equatable {
        package var isUTF8: Bool
        /// Texts are ordered by their bytes.
        package var isOrderedByBytes: Bool

        package init(isUTF8: Bool, isOrderedByBytes: Bool) {
            self.isUTF8 = isUTF8
            self.isOrderedByBytes = isOrderedByBytes
        }
    }

    package var folderPath: String
    package var folder = Folder.fine
    package var key = CentreKey.State.fine
    package var packProblems: [String] = []
    /// The last day for which the days off are known; nil where the pack cannot be read.
    package var calendarEnds: CivilDay?
    package var disk: Disk?
    package var records = Records.open(.current)
    package var server: Server?
    /// Nil where the records cannot be read.
    package var people: People?
    package var banks: [String: BankFault] = [:]
    package var vitals: Vitals?

    package init(folderPath: String) { self.folderPath = folderPath }
}
