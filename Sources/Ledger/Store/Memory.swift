// Memory outside Swift's own: mapped files, columns in them and buffers that grow. All unsafe access of the ledger is here.
//
// What must hold: a `Column` lies inside a `Region` that the holder of the column holds as well; a column of a sealed
// file is read only where `SealedFile.ensure` has compared the bytes with their checksum, and what was written there
// keeps every number inside its column; nothing writes to a region that has been shared.

internal import Foundation

/// A stretch of memory, mapped or allocated, that is given back when nobody holds it any more.
final class Region: Sendable {
    /// A number and not a pointer, so that a region can be shared between threads.
    let address: UInt
    /// In bytes.
    let count: Int
    private let isMapped: Bool

    /// Maps a file read-only.
    convenience init(mapping path: String) throws(LedgerError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(path: path, reason: lastReason()) }
        defer { close(file) }
        try self.init(mapping: file, path)
    }

    /// Maps a file, or what comes out of a pipe, which is written to a file without a name in `folder` first; `-` is standard
    /// input.
    convenience init(reading path: String, spoolingIn folder: String) throws(LedgerError) {
        let file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system(path: path, reason: lastReason()) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system(path: path, reason: lastReason()) }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        let whole = isFile ? file : try spooled(file, path, in: folder)
        defer { if !isFile { close(whole) } }
        try self.init(mapping: whole, path)
    }

    private init(mapping file: Int32, _ path: String) throws(LedgerError) {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .system(path: path, reason: lastReason()) }
        count = Int(status.st_size)
        isMapped = true
        guard count > 0 else {
            address = 0
            return
        }
        guard let pointer = mmap(nil, count, PROT_READ, MAP_SHARED, file, 0), pointer != MAP_FAILED else {
            throw .system(path: path, reason: lastReason())
        }
        address = UInt(bitPattern: pointer)
    }

    /// Memory filled with zeros.
    init(allocating count: Int) {
        self.count = count
        isMapped = false
        let pointer = UnsafeMutableRawPointer.allocate(byteCount: max(count, 64), alignment: 64)
        pointer.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 64))
        address = UInt(bitPattern: pointer)
    }

    deinit {
        guard address != 0 else { return }
        let pointer = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
        if isMapped { munmap(pointer, count) } else { pointer.deallocate() }
    }

    /// `count` elements from byte `offset` on; the caller has checked that they lie inside.
    func column<Element>(_ type: Element.Type, at offset: Int, count: Int) -> Column<Element> {
        precondition(offset >= 0 && count >= 0 && offset + count * MemoryLayout<Element>.stride <= self.count)
        return Column(address: address + UInt(offset), count: count)
    }

    /// Tells the system that single pages will be asked for, so that it does not read whole extents ahead.
    func expectRandomReads() {
        guard address != 0 else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: address), count, MADV_RANDOM)
    }
}

/// Equal elements side by side in a region. Reading outside of it is checked in debug builds alone.
struct Column<Element: BitwiseCopyable & Sendable>: Sendable, BitwiseCopyable {
    let address: UInt
    let count: Int

    static var none: Column { Column(address: 0, count: 0) }

    @inline(__always) private var pointer: UnsafeMutablePointer<Element> {
        UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
    }

    @inline(__always) subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count, "outside of the column")
            return pointer[index]
        }
        nonmutating set {
            assert(index >= 0 && index < count, "outside of the column")
            pointer[index] = newValue
        }
    }

    var bytes: Column<UInt8> { Column<UInt8>(address: address, count: count * MemoryLayout<Element>.stride) }

    func slice(_ range: Range<Int>) -> Column {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return Column(address: address + UInt(range.lowerBound * MemoryLayout<Element>.stride), count: range.count)
    }

    /// Copies the elements of another column to the front of this one.
    func copy(from other: Column) {
        precondition(other.count <= count)
        if other.count > 0 { pointer.update(from: other.pointer, count: other.count) }
    }
}

extension Column<UInt8> {
    /// The eight bytes from `index` on as a little-endian number.
    @inline(__always) func word(at index: Int) -> UInt64 {
        assert(index >= 0 && index + 8 <= count, "outside of the column")
        return UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped.loadUnaligned(
            fromByteOffset: index, as: UInt64.self)
    }

    /// The whole number that digits with or without a sign before them write; nil for anything else and beyond 64 bits.
    func whole(_ range: Range<Int>) -> Int64? {
        let hasSign =
            range.count > 1
            && (self[range.lowerBound] == UInt8(ascii: "-") || self[range.lowerBound] == UInt8(ascii: "+"))
        let isNegative = hasSign && self[range.lowerBound] == UInt8(ascii: "-")
        guard !range.isEmpty else { return nil }
        var number: Int64 = 0
        for index in range.dropFirst(hasSign ? 1 : 0) {
            let digit = Int64(self[index]) - 48
            guard (0..<10).contains(digit) else { return nil }
            let (tens, isBeyond) = number.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = tens.addingReportingOverflow(isNegative ? -digit : digit)
            if isBeyond || isOver { return nil }
            number = sum
        }
        return number
    }

    func text(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        let part = slice(range)
        return String(
            decoding: UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: part.address), count: part.count),
            as: UTF8.self)
    }

    func isEqual(_ range: Range<Int>, to other: Column<UInt8>, _ otherRange: Range<Int>) -> Bool {
        guard range.count == otherRange.count else { return false }
        let (a, b) = (slice(range), other.slice(otherRange))
        return range.isEmpty
            || memcmp(
                UnsafeRawPointer(bitPattern: a.address).unsafelyUnwrapped,
                UnsafeRawPointer(bitPattern: b.address).unsafelyUnwrapped, range.count) == 0
    }

    /// Reads what an open file has next to the front; how many bytes came, 0 at its end, nil where the system refuses.
    func fill(from file: Int32) -> Int? {
        while true {
            let got = read(file, UnsafeMutableRawPointer(bitPattern: address), count)
            if got < 0, errno == EINTR { continue }
            return got < 0 ? nil : got
        }
    }

    /// Writes all bytes at `offset` of an open file.
    func write(to file: Int32, at offset: Int) -> Bool {
        var done = 0
        while done < count {
            let wrote = pwrite(
                file, UnsafeRawPointer(bitPattern: address + UInt(done)), min(count - done, 1 << 26),
                off_t(offset + done))
            if wrote < 0, errno == EINTR { continue }
            if wrote <= 0 { return false }
            done += wrote
        }
        return true
    }
}

/// A stack of plain values that grows by doubling.
struct Pile<Element: BitwiseCopyable & Sendable>: ~Copyable {
    private(set) var count = 0
    private var capacity: Int
    private var base: UnsafeMutablePointer<Element>

    init(capacity: Int = 64) {
        self.capacity = max(capacity, 16)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Holds until the pile grows or ends.
    var column: Column<Element> { Column(address: UInt(bitPattern: base), count: count) }

    @inline(__always) subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count, "outside of the pile")
            return base[index]
        }
        set {
            assert(index >= 0 && index < count, "outside of the pile")
            base[index] = newValue
        }
    }

    @inline(__always) mutating func push(_ element: Element) {
        if count == capacity { grow(to: capacity * 2) }
        base[count] = element
        count += 1
    }

    @inline(__always) mutating func pop() -> Element? {
        guard count > 0 else { return nil }
        count -= 1
        return base[count]
    }

    mutating func removeAll() { count = 0 }

    mutating func push(_ elements: Column<Element>) {
        if count + elements.count > capacity { grow(to: max(capacity * 2, count + elements.count)) }
        count += elements.count
        column.slice(count - elements.count..<count).copy(from: elements)
    }

    private mutating func grow(to size: Int) {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: size)
        larger.update(from: base, count: count)
        base.deallocate()
        (base, capacity) = (larger, size)
    }

    /// A copy that stays.
    func kept() -> Kept<Element> {
        let kept = Kept<Element>(count: count)
        kept.column.copy(from: column)
        return kept
    }
}

/// A column with the memory that it lies in.
struct Kept<Element: BitwiseCopyable & Sendable>: Sendable {
    let region: Region
    let column: Column<Element>

    /// Memory whose column is read after the last word of whoever holds it would be given back too early: this is a later word.
    func stay() { withExtendedLifetime(region) {} }

    /// As many whole elements as a region holds.
    init(region: Region) {
        self.region = region
        column = region.column(Element.self, at: 0, count: region.count / MemoryLayout<Element>.stride)
    }

    /// Zeros.
    init(count: Int) {
        region = Region(allocating: count * MemoryLayout<Element>.stride)
        column = region.column(Element.self, at: 0, count: count)
    }
}

extension String {
    /// Calls `body` with the text's bytes.
    func withColumn<Answer, Failure: Error>(
        _ body: (Column<UInt8>, Range<Int>) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        let kept = Kept<UInt8>(count: utf8.count)
        for (index, byte) in utf8.enumerated() { kept.column[index] = byte }
        defer { kept.stay() }
        return try body(kept.column, 0..<utf8.count)
    }
}

/// What is still to be read of a file, in a new one without a name that the caller closes.
private func spooled(_ file: Int32, _ path: String, in folder: String) throws(LedgerError) -> Int32 {
    let place = "\(folder)/spool-\(getpid())"
    let spool = open(place, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard spool >= 0, unlink(place) == 0 else { throw .system(path: place, reason: lastReason()) }
    let buffer = Kept<UInt8>(count: 1 << 20)
    defer { buffer.stay() }
    var end = 0
    while true {
        let count = buffer.column.fill(from: file)
        if count == 0 { return spool }
        guard let count, buffer.column.slice(0..<count).write(to: spool, at: end) else {
            let reason = lastReason()
            close(spool)
            throw .system(path: count == nil ? path : place, reason: reason)
        }
        end += count
    }
}

/// What the system said of its last refusal.
func lastReason() -> String { String(cString: strerror(errno)) }
