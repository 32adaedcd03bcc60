import Access
import Foundation
import Logging
import Operations
import Primitives
import Storage
import Synchronization
import TestSupport
import Testing
import Workflow

@Suite("The log") struct LogTests {
    @Test("a line is one JSON object, whatever is in it")
    func line() throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "work") { label in
            JSONLog(label, level: .info, clock: HandClock(.t0)) { line in lines.withLock { $0.append(line) } }
        }
        logger[metadataKey: "job"] = "job-1"
        logger.debug("too fine")
        logger.warning("two\nlines \"quoted\"", metadata: ["ms": .stringConvertible(12), "job": "job-2"])
        let written = lines.withLock { $0 }
        #expect(
            written == [
                #"{"from":"work","job":"job-2","level":"warning","message":"two\nlines \"quoted\"","ms":12,"#
                    + #""time":"2026-03-14T09:00:00+08:00"}"#
            ])
    }

    private struct WithName: Error { let name = "王芳" }
    private enum WithNumber: Error { case account(String), none }

    @Test("an error is told by its kind, without what is in it")
    func errors() {
        let told: [(any Error, String)] = [
            (StorageError.unique("Key (number)=(6200010000007741) already exists"), "not unique"),
            (StorageError.malformed(column: "name", found: .text("王芳")), "malformed name"),
            (StorageError.other("no act act-1 of 王芳"), "database error"),
            (StorageError.connection("disk I/O error"), "database connection: disk I/O error"),
            (SignInRefusal.wrongNameOrPassword, "Access.SignInRefusal"),
        ]
        for (error, words) in told { #expect(ErrorKind.words(of: error) == words) }
        #expect(!ErrorKind.words(of: WithName()).contains("王芳"))
        let words = ErrorKind.words(of: WithNumber.account("6200010000007741"))
        #expect(words.hasSuffix("WithNumber.account") && !words.contains("6200"))
    }
}
