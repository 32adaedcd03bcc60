internal import Foundation
internal import Ledger
internal import Logging
internal import Synchronization

/// Opens a ledger anew when it has changed, on a thread of its own: whoever asks meanwhile does not wait.
final class LedgerWatch: Sendable {
    private let folder: LedgerFolder
    private let logger = Logger(label: "ledger")
    private let isStopped = Mutex(false)
    private static let rest = DispatchTimeInterval.seconds(10)

    init(_ folder: LedgerFolder) { self.folder = folder }

    func stop() { isStopped.withLock { $0 = true } }

    /// Watches until `stop`; it blocks its thread. What is wrong is logged when it begins.
    func run() {
        let pause = DispatchSemaphore(value: 0)
        var told: LedgerError?
        while !isStopped.withLock({ $0 }) {
            folder.refresh()
            let fault = folder.fault
            if let fault, fault != told { logger.error("ledger unreadable", metadata: ["error": "\(fault)"]) }
            told = fault
            _ = pause.wait(timeout: .now() + Self.rest)
        }
    }
}
