internal import Foundation
internal import Primitives
internal import Synchronization

/// A file that was written once: sections of equal elements, and a checksum for every block of 16 KiB.
///
/// The header is block 0: words of 64 bits, little-endian. 0 the mark, 1 version, 2 kind, 3 length of the file, 4 where the
/// checksums lie, 5 their checksum, 6 number of sections; from word 8 on each section's number, size of an element, offset and
/// count; the last word is the checksum of all others. Sections begin on blocks and are filled up with zeros; the checksums of
/// blocks 1, 2, … stand at the end, filled up to a whole block.
final class SealedFile: Sendable {
    static let mark: UInt64 = 0x4447_4C57_4F55_4853  // SHOUWLGD
    static let version: UInt64 = 1
    static let block = 16_384
    static let headerWords = block / 8

    /// The name in the ledger's folder.
    let name: String
    let region: Region
    private let sections: [UInt64: (size: Int, offset: Int, count: Int)]
    private let sums: Column<UInt64>
    /// One bit for each block that was found to be what was written. Addresses of atomics; freed at the end.
    private let seen: UInt
    private let seenWords: Int
    /// The offset of the first block that was found damaged; 0 while there is none.
    private let damage = Atomic<Int>(0)

    init(path: String, name: String, kind: UInt64) throws(LedgerError) {
        self.name = name
        region = try Region(mapping: path)
        func damaged(_ offset: Int, _ what: String) -> LedgerError {
            .damaged(file: name, offset: offset, what: what)
        }
        guard region.count >= 2 * Self.block, region.count.isMultiple(of: Self.block) else {
            throw damaged(region.count, "the file is cut off")
        }
        let header = region.column(UInt64.self, at: 0, count: Self.headerWords)
        guard header[0] == Self.mark else { throw damaged(0, "this is no file of a ledger") }
        guard header[Self.headerWords - 1] == Self.headerSum(header) else { throw damaged(0, "the header has changed") }
        guard header[1] == Self.version else { throw damaged(8, "version \(header[1]) is not known to this program") }
        guard header[2] == kind else { throw damaged(16, "it is of another kind") }
        guard header[3] == UInt64(region.count) else { throw damaged(region.count, "the file is cut off") }
        let sumsOffset = Int(header[4])
        let table = region.column(UInt8.self, at: sumsOffset, count: region.count - sumsOffset)
        guard Checksum.of(table) == header[5] else { throw damaged(sumsOffset, "the checksums have changed") }
        sums = region.column(UInt64.self, at: sumsOffset, count: sumsOffset / Self.block - 1)
        var found: [UInt64: (size: Int, offset: Int, count: Int)] = [:]
        for index in 0..<Int(header[6]) {
            let at = 8 + index * 4
            found[header[at]] = (Int(header[at + 1]), Int(header[at + 2]), Int(header[at + 3]))
        }
        sections = found
        seenWords = sums.count / 64 + 1
        let bits = UnsafeMutablePointer<Atomic<UInt64>>.allocate(capacity: seenWords)
        for index in 0..<seenWords { (bits + index).initialize(to: Atomic(0)) }
        seen = UInt(bitPattern: bits)
    }

    deinit {
        bits.deinitialize(count: seenWords)
        bits.deallocate()
    }

    static func headerSum(_ header: Column<UInt64>) -> UInt64 {
        (0..<headerWords - 1).reduce(11) { Checksum.step($0, header[$1]) }
    }

    func has(_ section: UInt64) -> Bool { sections[section] != nil }

    /// A section's elements; an empty column where the file does not have it.
    func column<Element>(_ type: Element.Type, _ section: UInt64) throws(LedgerError) -> Column<Element> {
        guard let place = sections[section] else { return .none }
        guard place.size == MemoryLayout<Element>.stride,
            place.offset + place.count * place.size <= region.count
        else { throw .damaged(file: name, offset: 0, what: "section \(section) is of another shape") }
        return region.column(type, at: place.offset, count: place.count)
    }

    /// Whether these elements have been checked before.
    var seal: Seal { Seal(bits: seen, start: region.address) }

    @inline(__always) private var bits: UnsafeMutablePointer<Atomic<UInt64>> {
        UnsafeMutablePointer(bitPattern: seen).unsafelyUnwrapped
    }

    /// Whether these elements are what was written; each block is compared with its checksum when it is first asked for.
    @inline(__always) func ensure<Element>(_ column: Column<Element>, _ range: Range<Int>) -> Bool {
        let stride = MemoryLayout<Element>.stride
        let start = Int(column.address - region.address)
        let first = (start + range.lowerBound * stride) / Self.block - 1
        let last = (start + range.upperBound * stride - 1) / Self.block - 1
        var index = first
        while index <= last {
            let word = bits[index >> 6].load(ordering: .relaxed)
            if word == .max {
                index = (index | 63) + 1
                continue
            }
            if word & (1 << UInt64(index & 63)) == 0, !check(index) { return false }
            index += 1
        }
        return true
    }

    /// Compares one block with its checksum.
    @inline(never) private func check(_ index: Int) -> Bool {
        let offset = (index + 1) * Self.block
        guard Checksum.of(region.column(UInt8.self, at: offset, count: Self.block)) == sums[index] else {
            damage.store(offset, ordering: .relaxed)
            return false
        }
        bits[index >> 6].bitwiseOr(1 << UInt64(index & 63), ordering: .relaxed)
        return true
    }

    /// Throws if a block was found damaged while answering.
    func throwIfDamaged() throws(LedgerError) {
        let offset = damage.load(ordering: .relaxed)
        if offset != 0 { throw .damaged(file: name, offset: offset, what: "the block's checksum does not fit") }
    }

    /// Compares every block; the offsets of those that do not fit.
    func damagedBlocks() -> [Int] {
        (0..<sums.count).filter { !check($0) }.map { ($0 + 1) * Self.block }
    }
}

/// What a loop needs to know that bytes of a sealed file have been checked: plain numbers, good as long as the file is held.
struct Seal: BitwiseCopyable, Sendable {
    /// 0 where there is no file and so nothing to check.
    let bits: UInt
    let start: UInt

    static let none = Seal(bits: 0, start: 0)

    /// Whether all blocks that hold these elements have been found whole; false says that `ensure` must look.
    @inline(__always) func hasChecked<Element>(_ column: Column<Element>, _ first: Int, _ end: Int) -> Bool {
        guard bits != 0 else { return true }
        let stride = MemoryLayout<Element>.stride
        let base = Int(column.address - start)
        var block = (base + first * stride) / SealedFile.block - 1
        let last = (base + end * stride - 1) / SealedFile.block - 1
        let words = UnsafePointer<Atomic<UInt64>>(bitPattern: bits).unsafelyUnwrapped
        while block <= last {
            let word = words[block >> 6].load(ordering: .relaxed)
            if word == .max {
                block = (block | 63) + 1
            } else {
                guard word & (1 << UInt64(block & 63)) != 0 else { return false }
                block += 1
            }
        }
        return true
    }
}

/// Writes a sealed file: under another name first, whole on the disk, then under its own.
struct SealedFileWriter: ~Copyable {
    private let path: String
    private let kind: UInt64
    private let file: Int32
    private let memory: Memory
    private var offset = SealedFile.block
    private var sums: [UInt64] = []
    private var sections: [[UInt64]] = []

    /// What becomes of memory that has been written.
    enum Memory { case stays, isGivenBack }

    /// Writes go in pieces that begin and end at multiples of this many bytes: what is written so lies in large pages, which are
    /// read faster, and each piece is in the processor's cache while its checksums are made.
    private static let piece = 1 << 23

    init(path: String, kind: UInt64, memory: Memory = .stays) throws(LedgerError) {
        let opened = open(path + ".new", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard opened >= 0 else { throw .system(path: path, reason: lastReason()) }
        (self.path, self.kind, self.memory, file) = (path, kind, memory, opened)
    }

    deinit { close(file) }

    mutating func add<Element>(_ column: Column<Element>, as section: some RawRepresentable<UInt64>)
        throws(LedgerError)
    {
        let bytes = column.bytes
        sections.append([
            section.rawValue, UInt64(MemoryLayout<Element>.stride), UInt64(offset), UInt64(column.count),
        ])
        let whole = bytes.count / SealedFile.block * SealedFile.block
        try put(bytes.slice(0..<whole))
        if whole < bytes.count {
            let rest = Kept<UInt8>(count: SealedFile.block)
            defer { rest.stay() }
            rest.column.copy(from: bytes.slice(whole..<bytes.count))
            try put(rest.column)
        }
    }

    private mutating func put(_ bytes: Column<UInt8>) throws(LedgerError) {
        let (path, file, memory, start) = (path, file, memory, offset)
        let pieces = (start..<start + bytes.count).cut(atMultiplesOf: Self.piece)
        let found = try inParallel(pieces.count) { index throws(LedgerError) in
            let (first, end) = (pieces[index].lowerBound - start, pieces[index].upperBound - start)
            let sums = stride(from: first, to: end, by: SealedFile.block).map {
                Checksum.of(bytes.slice($0..<$0 + SealedFile.block))
            }
            let piece = bytes.slice(first..<end)
            guard piece.write(to: file, at: start + first) else { throw .system(path: path, reason: lastReason()) }
            if memory == .isGivenBack { piece.giveBack() }
            return sums
        }
        sums += found.joined()
        offset += bytes.count
    }

    /// The file is whole and on the disk when this returns.
    consuming func seal() throws(LedgerError) {
        let size = (sums.count * 8 + SealedFile.block) / SealedFile.block * SealedFile.block
        let table = Kept<UInt64>(count: size / 8)
        for (index, sum) in sums.enumerated() { table.column[index] = sum }
        let header = Kept<UInt64>(count: SealedFile.headerWords)
        defer {
            table.stay()
            header.stay()
        }
        let first = [
            SealedFile.mark, SealedFile.version, kind, UInt64(offset + size), UInt64(offset),
            Checksum.of(table.column.bytes), UInt64(sections.count), 0,
        ]
        for (index, word) in (first + sections.joined()).enumerated() { header.column[index] = word }
        header.column[SealedFile.headerWords - 1] = SealedFile.headerSum(header.column)
        guard table.column.bytes.write(to: file, at: offset), header.column.bytes.write(to: file, at: 0),
            fsync(file) == 0, rename(path + ".new", path) == 0
        else { throw .system(path: path, reason: lastReason()) }
    }
}

/// Makes the names in a folder as durable as the files.
func syncFolder(_ path: String) throws(LedgerError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system(path: path, reason: lastReason()) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw .system(path: path, reason: lastReason()) }
}
