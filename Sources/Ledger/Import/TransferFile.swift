internal import Foundation
internal import Primitives
internal import Synchronization

/// How far the reading of a file has come.
package struct ImportProgress: Sendable {
    package let rows: Int
    package let bytes: Int
    package let bytesOfAll: Int
}

/// Reads a file of transfers, on as many threads as there are processors.
struct TransferFile: ~Copyable {
    private let form: TransferForm
    private let region: Region
    private var lines: TransferLines

    /// The fewest bytes that are read as a piece of their own, and the most pieces.
    private static let (leastBytes, mostPieces) = (1 << 23, 8)

    /// `accounts` are those that the ledger in `folder` has already.
    init(
        _ path: String, _ options: ImportOptions, accounts: consuming NameTable, folder: String
    ) throws(LedgerError) {
        let (file, text) = (Self.name(path), try Region(reading: path, spoolingIn: folder))
        var scanner = LineScanner(text)
        guard scanner.next() else {
            throw .text(TextFault(file: file, line: 1, column: "", found: "", expected: "a header"))
        }
        let names = scanner.texts
        let places = try Self.places(names, options, file: file)
        region = text
        form = TransferForm(file: file, options: options, header: names, places: places)
        lines = TransferLines(form, scanner, options.time, accounts)
    }

    /// The last part of a path.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func places(_ header: [String], _ options: ImportOptions, file: String) throws(LedgerError)
        -> ItemPlaces
    {
        var places = ItemPlaces()
        for item in ImportOptions.Item.allCases {
            let column = options.columns[item] ?? item.rawValue
            if let place = header.firstIndex(of: column) {
                places[item] = place
            } else if item.isNeeded || options.columns[item] != nil {
                throw .text(
                    TextFault(
                        file: file, line: 1, column: column, found: header.joined(separator: ","),
                        expected: "a column \(column) for \(item.rawValue)"))
            }
        }
        return places
    }

    /// All transfers in the order of the file; where it has no ids they are the numbers from `firstRow` on.
    ///
    /// `opening` is the file of opening balances, if there is one.
    consuming func read(firstRow: Int, opening: String?, progress: @Sendable (ImportProgress) -> Void)
        throws(LedgerError)
        -> Addition
    {
        // The first time tells all pieces how times are written.
        try lines.readFirst()
        let starts = lines.scanner.starts(pieces)
        let (bytes, isCounted, options) = (region.count, form.places[.id] == nil, form.options)
        let parts = starts.map { Reading(lines.behind($0)) }
        let whole = Reading(lines)
        try Self.read(whole, parts, starts, bytes: bytes, progress)
        return try whole.lines.withLock { lines throws(LedgerError) in
            var given: [(account: Int, balance: Int64)] = []
            if let opening { given = try OpeningFile.read(opening, options, into: &lines.accounts) }
            return lines.addition(idsCountFrom: isCounted ? firstRow : nil, given: given)
        }
    }

    private var pieces: Int {
        form.options.pieces
            ?? max(
                1, min(Self.mostPieces, ProcessInfo.processInfo.activeProcessorCount, region.count / Self.leastBytes))
    }

    /// Reads what is left, and the parts that begin at `starts` each on a thread of its own.
    ///
    /// A part begins behind a line break, which ends a line unless it stands in quotes. Whether it does is known when all before
    /// it has been read: then what the part holds is added, or everything from there on is read again.
    private static func read(
        _ whole: Reading, _ parts: [Reading], _ starts: [Int], bytes: Int,
        _ progress: @Sendable (ImportProgress) -> Void
    ) throws(LedgerError) {
        let (all, ends, counter) = ([whole] + parts, starts + [bytes], ImportCounter())
        let faults = inParallel(all.count) { index in
            all[index].read(until: ends[index], counter) {
                if index == 0 { progress(counter.progress(ofAll: bytes)) }
            }
        }
        if let fault = faults[0] { throw fault }
        for (part, start) in zip(parts.indices, starts) {
            let (rows, place, lines) = whole.lines.withLock { ($0.batch.count, $0.scanner.place, $0.scanner.linesRead) }
            guard place == start else {
                let again = ImportCounter(rows: rows, bytes: place)
                let fault = whole.read(until: bytes, again) { progress(again.progress(ofAll: bytes)) }
                if let fault { throw fault }
                return
            }
            if let fault = faults[part + 1] { throw fault.behind(lines: lines) }
            try whole.lines.withLock { first throws(LedgerError) in
                try parts[part].lines.withLock { next throws(LedgerError) in try first.join(&next) }
            }
        }
    }
}

/// Lines that one thread at a time reads.
private final class Reading: Sendable {
    let lines: Mutex<TransferLines>

    init(_ lines: consuming TransferLines) { self.lines = Mutex(lines) }

    /// Reads on until nothing is left that begins before byte `end`; what was wrong, if something was.
    func read(until end: Int, _ counter: ImportCounter, progress: () -> Void) -> LedgerError? {
        lines.withLock { lines in
            do throws(LedgerError) {
                try lines.read(until: end, counter, progress: progress)
                return nil
            } catch { return error }
        }
    }
}

extension LedgerError {
    /// What is wrong in a text whose first line is the one behind so many others.
    fileprivate func behind(lines: Int) -> LedgerError {
        guard case .text(let fault) = self else { return self }
        return .text(
            TextFault(
                file: fault.file, line: fault.line + lines, column: fault.column, found: fault.found,
                expected: fault.expected))
    }
}
