internal import Foundation

/// A transfer as it is appended, with its names.
package struct AppendedTransfer: Sendable, Equatable {
    package let id: String
    /// In microseconds since 1970, or in the steps of the ledger.
    package let time: Int64
    package let payer: String
    package let payee: String
    /// In fen.
    package let amount: Int64
    package let serial: String

    package init(id: String, time: Int64, payer: String, payee: String, amount: Int64, serial: String = "") {
        (self.id, self.time, self.payer, self.payee) = (id, time, payer, payee)
        (self.amount, self.serial) = (amount, serial)
    }
}

/// The file of what was appended since the last partition was sealed: groups, each on the disk before it is acknowledged.
///
/// A group is a head of 64 bytes (the mark, the number of the group from 1 on, its bytes, its transfers, their checksum, two
/// words of nothing, the checksum of the head) and its transfers, filled up to a multiple of 64 bytes. A transfer is its time
/// and amount, the lengths of id, payer, payee and serial in 16 bits each, and these texts. All numbers are little-endian.
enum Tail {
    static let mark: UInt64 = 0x4C49_4154_4C57_4853  // SHWLTAIL
    static let headWords = 8
    static let headSize = 64

    /// What a tail holds; what was torn off at its end was never acknowledged.
    struct Content: Sendable {
        let region: Region
        /// Where each whole group's transfers lie, and how many there are.
        let groups: [(bytes: Range<Int>, rows: Int)]
        /// Where the next group goes.
        let end: Int

        var rows: Int { groups.reduce(0) { $0 + $1.rows } }
        /// Bytes behind the last whole group.
        var torn: Int { region.count - end }
    }

    static func read(_ path: String, name: String) throws(LedgerError) -> Content {
        let region = try Region(mapping: path)
        var groups: [(bytes: Range<Int>, rows: Int)] = []
        var place = 0
        while let group = group(region, at: place, number: groups.count + 1) {
            groups.append(group)
            place = group.bytes.upperBound
        }
        // A group that is whole behind one that is not shows that the disk lost what it had promised to hold.
        for later in stride(from: place + headSize, to: region.count - headSize, by: headSize)
        where head(region, at: later, over: groups.count) != nil {
            throw .damaged(file: name, offset: place, what: "a group of acknowledged transfers has changed")
        }
        return Content(region: region, groups: groups, end: place)
    }

    private static func head(_ region: Region, at place: Int, over number: Int) -> Column<UInt64>? {
        guard place + headSize <= region.count else { return nil }
        let head = region.column(UInt64.self, at: place, count: headWords)
        guard head[0] == mark, head[1] > UInt64(number), head[7] == sum(head) else { return nil }
        return head
    }

    private static func group(_ region: Region, at place: Int, number: Int) -> (bytes: Range<Int>, rows: Int)? {
        guard let head = head(region, at: place, over: number - 1), head[1] == UInt64(number) else { return nil }
        let (start, size) = (place + headSize, Int(head[2]))
        guard size <= region.count - start else { return nil }
        let bytes = region.column(UInt8.self, at: start, count: size)
        return Checksum.of(bytes) == head[4] ? (start..<start + size, Int(head[3])) : nil
    }

    static func sum(_ head: Column<UInt64>) -> UInt64 { (0..<7).reduce(13) { Checksum.step($0, head[$1]) } }
}

extension Tail.Content {
    /// Its transfers but for those whose id the ledger has already.
    func addition(behind old: Growth) throws(LedgerError) -> Addition {
        var table = try NameTable(old.accounts.names)
        var batch = Batch(Said(serials: true))
        var ids = NameTable()
        var repeated = 0
        for group in groups {
            let bytes = region.column(UInt8.self, at: 0, count: region.count)
            var place = group.bytes.lowerBound
            for _ in 0..<group.rows {
                let lengths = (0..<4).map { Int(bytes[place + 16 + $0 * 2]) | Int(bytes[place + 17 + $0 * 2]) << 8 }
                let (time, amount) = (bytes.word(at: place), bytes.word(at: place + 8))
                var start = place + 24
                let fields = lengths.map { length in
                    defer { start += length }
                    return start..<start + length
                }
                place = start
                var isKnown = !ids.number(of: bytes, fields[0]).isNew
                for partition in old.partitions where !isKnown {
                    isKnown = try partition.ids.number(of: bytes, fields[0]) != nil
                }
                if isKnown {
                    repeated += 1
                    continue
                }
                batch.add(
                    time: Int64(bitPattern: time), payer: UInt32(table.account(bytes, fields[1])),
                    payee: UInt32(table.account(bytes, fields[2])), amount: Int64(bitPattern: amount), line: 0)
                batch.idBytes.push(bytes.slice(fields[0]))
                batch.idEnds.push(UInt32(batch.idBytes.count))
                batch.serialBytes.push(bytes.slice(fields[3]))
                batch.serialEnds.push(UInt32(batch.serialBytes.count))
            }
        }
        return Addition(batch: batch, naming: .texts(table), repeated: repeated)
    }
}

extension NameTable {
    /// The account of that name; nothing names the outside.
    mutating func account(_ bytes: Column<UInt8>, _ range: Range<Int>) -> Int {
        range.isEmpty ? Accounts.outside : number(of: bytes, range).number
    }
}

/// Appends transfers to a ledger; what `commit` has returned for is there after the power goes.
package struct LedgerAppender: ~Copyable {
    private let lock: WriteLock
    private let path: String
    private let file: Int32
    private var end: Int
    private var groups: Int
    private var bytes = Pile<UInt8>(capacity: 1 << 16)
    private var rows = 0

    /// Cuts off what a crash has left half-written behind the last group.
    package init(folder: String) throws(LedgerError) {
        let held = try WriteLock(folder)
        var manifest = try Manifest.read(folder) ?? Manifest()
        if manifest.tail == nil {
            manifest.generation += 1
            manifest.tail = "tail-\(manifest.generation)"
            try manifest.write(folder)
        }
        let name = manifest.tail ?? ""
        let place = folder + "/" + name
        let opened = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard opened >= 0 else { throw .system(path: place, reason: lastReason()) }
        let content: Tail.Content
        do throws(LedgerError) {
            content = try Tail.read(place, name: name)
            guard ftruncate(opened, off_t(content.end)) == 0, fsync(opened) == 0 else {
                throw LedgerError.system(path: place, reason: lastReason())
            }
            try syncFolder(folder)
        } catch {
            close(opened)
            throw error
        }
        (lock, path, file) = (held, place, opened)
        (end, groups) = (content.end, content.groups.count)
    }

    deinit { close(file) }

    /// Adds to the group that the next `commit` writes.
    package mutating func add(_ transfer: AppendedTransfer) throws(LedgerError) {
        let texts = [transfer.id.utf8, transfer.payer.utf8, transfer.payee.utf8, transfer.serial.utf8]
        guard begin(transfer.time, transfer.amount, (texts[0].count, texts[1].count, texts[2].count, texts[3].count))
        else {
            throw .text(
                TextFault(
                    file: path, line: 0, column: "id, amount", found: "\(transfer.id), \(transfer.amount)",
                    expected: "an id, and an amount above 0"))
        }
        for text in texts { for byte in text { bytes.push(byte) } }
    }

    /// Adds the lines of an open file as they come, `id,time,payer,payee,amount_fen[,serial]`, and commits after each `group`
    /// of them and at the end; `durable` is told each time how many lines the disk has.
    ///
    /// A line that is none of these throws, and its group is not there.
    package mutating func add(linesOf file: Int32, group: Int, durable: (Int) -> Void) throws(LedgerError) {
        var lines = LineStream(file)
        var count = 0
        while let line = try lines.next() {
            count += 1
            guard addLine(lines.bytes, line) else {
                throw .text(
                    TextFault(
                        file: "standard input", line: count, column: "id,time,payer,payee,amount_fen",
                        found: lines.text(line),
                        expected: "these five, with a serial or without, the amount above 0"))
            }
            if count.isMultiple(of: group) {
                try commit()
                durable(count)
            }
        }
        try commit()
        durable(count)
    }

    /// Adds the transfer of one line; false where it is none.
    private mutating func addLine(_ line: Column<UInt8>, _ range: Range<Int>) -> Bool {
        var place = range.lowerBound
        func field() -> Range<Int>? {
            let start = place
            guard start <= range.upperBound else { return nil }
            while place < range.upperBound, line[place] != UInt8(ascii: ",") { place += 1 }
            place += 1
            return start..<place - 1
        }
        guard let id = field(), let time = field(), let payer = field(), let payee = field(), let amount = field()
        else { return false }
        let serial = field() ?? range.upperBound..<range.upperBound
        guard place > range.upperBound, let moment = line.whole(time), let fen = line.whole(amount),
            begin(moment, fen, (id.count, payer.count, payee.count, serial.count))
        else { return false }
        for text in [id, payer, payee, serial] { bytes.push(line.slice(text)) }
        return true
    }

    /// Adds what stands before a transfer's texts: id, payer, payee and serial of so many bytes; false where it is no transfer.
    private mutating func begin(_ time: Int64, _ amount: Int64, _ lengths: (Int, Int, Int, Int)) -> Bool {
        let (id, payer, payee, serial) = lengths
        guard id > 0, amount > 0, max(id, payer, payee, serial) <= Int(UInt16.max) else { return false }
        for number in [time, amount, Int64(id | payer << 16 | payee << 32 | serial << 48)] {
            for shift in stride(from: 0, to: 64, by: 8) { bytes.push(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        rows += 1
        return true
    }

    /// Writes the group and returns when the disk has it.
    package mutating func commit() throws(LedgerError) {
        guard rows > 0 else { return }
        while !bytes.count.isMultiple(of: 64) { bytes.push(0) }
        let group = Kept<UInt8>(count: Tail.headSize + bytes.count)
        defer { group.stay() }
        let head = group.region.column(UInt64.self, at: 0, count: Tail.headWords)
        group.column.slice(Tail.headSize..<group.column.count).copy(from: bytes.column)
        (head[0], head[1]) = (Tail.mark, UInt64(groups + 1))
        (head[2], head[3], head[4]) = (UInt64(bytes.count), UInt64(rows), Checksum.of(bytes.column))
        head[7] = Tail.sum(head)
        guard group.column.write(to: file, at: end), fdatasync(file) == 0 else {
            throw .system(path: path, reason: lastReason())
        }
        (end, groups, rows) = (end + group.column.count, groups + 1, 0)
        bytes.removeAll()
    }
}
