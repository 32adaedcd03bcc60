internal import Foundation
internal import Synchronization

/// A ledger's folder for a program that asks while others add: it answers from the ledger as it was when last opened.
package final class LedgerFolder: Sendable {
    private let folder: String
    private let state: Mutex<State>

    package init(_ folder: String) {
        self.folder = folder
        state = Mutex(State(folder))
    }

    /// The ledger; throws why it could not be opened, or what was found damaged in it since.
    package func ledger() throws(LedgerError) -> TransferLedger { try state.withLock { $0 }.whole() }

    /// Why it cannot be answered from now; nil where it can.
    package var fault: LedgerError? { state.withLock { $0 }.fault }

    /// Opens it anew where the folder has changed, or where it could not be answered from; takes as long as its tail is to index.
    package func refresh() {
        let old = state.withLock { $0 }
        if old.fault == nil, old.mark == State.mark(of: folder) { return }
        let new = State(folder)
        state.withLock { $0 = new }
    }

    private struct State {
        /// What changes with every change of a ledger.
        struct Mark: Equatable {
            let manifest: Manifest?
            let tailBytes: Int
        }

        let mark: Mark?
        let opened: Result<TransferLedger, LedgerError>

        init(_ folder: String) {
            // Before it is opened: a change in between is then seen the next time.
            mark = Self.mark(of: folder)
            do throws(LedgerError) {
                let ledger = try TransferLedger(folder: folder)
                // Or else the first who asks for an account by its name waits until all names are checked.
                try ledger.accounts.names.ensureAll()
                opened = .success(ledger)
            } catch {
                opened = .failure(error)
            }
        }

        /// Nil where the manifest cannot be read, which opening tells.
        static func mark(of folder: String) -> Mark? {
            do {
                let manifest = try Manifest.read(folder)
                guard let tail = manifest?.tail, FileManager.default.fileExists(atPath: folder + "/" + tail) else {
                    return Mark(manifest: manifest, tailBytes: 0)
                }
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + tail)
                return Mark(manifest: manifest, tailBytes: attributes[.size] as? Int ?? 0)
            } catch { return nil }
        }

        func whole() throws(LedgerError) -> TransferLedger {
            let ledger = try opened.get()
            try ledger.throwIfDamaged()
            return ledger
        }

        var fault: LedgerError? {
            do throws(LedgerError) {
                _ = try whole()
                return nil
            } catch { return error }
        }
    }
}
