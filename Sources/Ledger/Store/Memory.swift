// Memory outside Swift's own: mapped files, columns in them and buffers that grow. All unsafe access of the ledger is here.
//
// What must hold: a `Column` lies inside a `Region` that the holder of the column holds as well; a column of a sealed
// file is read only where `SealedFile.ensure` has compared the bytes with their checksum (`LineReader.heads` reads ahead of that, and uses nothing before it), and what was written there
// keeps every number inside its column; nothing writes to a region that has been shared.

internal import Foundation
internal import Primitives

/// A stretch of memory, mapped or allocated, that is given back when nobody holds it any more.
final class Region: Sendable {
    /// A number and not a pointer, so that a region can be shared between threads.
    let address: UInt
    /// In bytes.
    let count: Int
    /// How much of the address space is the system's to take back; 0 for memory of the C library.
    private let mapped: Int

    /// From so many bytes on memory comes from the system, which gives it as it is touched.
    static let large = 1 << 22
    /// The larger kind of pages, in which a read at random takes half the time.
    private static let largePage = 1 << 21

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
        mapped = count
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
        let isLarge = count >= Self.large
        mapped = isLarge ? (count + Self.largePage - 1) / Self.largePage * Self.largePage : 0
        let pointer =
            isLarge
            ? mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            : calloc(max(count, 64), 1)
        guard let pointer, pointer != MAP_FAILED else { preconditionFailure("no memory for \(count) bytes") }
        if isLarge { Self.preferLargePages(pointer, mapped) }
        address = UInt(bitPattern: pointer)
    }

    /// What `malloc` gave and nobody else gives back.
    init(adopting pointer: UnsafeMutableRawPointer, count: Int) {
        (address, self.count, mapped) = (UInt(bitPattern: pointer), count, 0)
    }

    deinit {
        guard address != 0 else { return }
        let pointer = UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
        if mapped > 0 { munmap(pointer, mapped) } else { free(pointer) }
    }

    /// Asks for pages of 2 MiB, which cost one fault in place of 512.
    static func preferLargePages(_ start: UnsafeMutableRawPointer, _ count: Int) {
        let pages = wholePages(UInt(bitPattern: start), count)
        guard !pages.isEmpty else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: pages.lowerBound), pages.count, MADV_HUGEPAGE)
    }

    /// The whole pages of 4 KiB in some bytes.
    fileprivate static func wholePages(_ start: UInt, _ count: Int) -> Range<UInt> {
        let first = (start + 4095) & ~4095
        return first..<max(first, (start + UInt(count)) & ~4095)
    }

    /// `count` elements from byte `offset` on; the caller has checked that they lie inside.
    func column<Element>(_ type: Element.Type, at offset: Int, count: Int) -> Column<Element> {
        precondition(offset >= 0 && count >= 0 && offset + count * MemoryLayout<Element>.stride <= self.count)
        return Column(address: address + UInt(offset), count: count)
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

    /// Gives the pages of memory that nobody reads any more back to the system; what is written next comes to lie in them.
    func giveBack() {
        let pages = Region.wholePages(address, bytes.count)
        guard !pages.isEmpty else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: pages.lowerBound), pages.count, MADV_DONTNEED)
    }

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

    /// The eight words of 64 bits from `index` on.
    @inline(__always) func words(at index: Int) -> SIMD8<UInt64> {
        assert(index >= 0 && index + 64 <= count, "outside of the column")
        return UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped.loadUnaligned(
            fromByteOffset: index, as: SIMD8<UInt64>.self)
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
struct Pile<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    private(set) var count = 0
    private var capacity: Int
    private var address: UInt
    /// Holds the memory where others read it too: no element is changed then, and one that is pushed moves all to the pile's own.
    private var shared: Region?

    init(capacity: Int = 64) {
        self.capacity = max(capacity, 16)
        address = Self.resized(0, to: self.capacity)
    }

    /// What stands in memory already.
    init(_ kept: Kept<Element>) {
        (count, capacity, shared) = (kept.column.count, kept.column.count, kept.region)
        address = kept.column.address
        if address == 0 { (capacity, shared, address) = (16, nil, Self.resized(0, to: 16)) }
    }

    deinit { if shared == nil { free(base) } }

    @inline(__always) private var base: UnsafeMutablePointer<Element> {
        UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
    }

    /// The address of so many elements, the first of which are those at `address`.
    private static func resized(_ address: UInt, to size: Int) -> UInt {
        let count = size * MemoryLayout<Element>.stride
        guard let pointer = realloc(UnsafeMutableRawPointer(bitPattern: address), count) else {
            preconditionFailure("no memory for \(count) bytes")
        }
        if count >= Region.large { Region.preferLargePages(pointer, count) }
        return UInt(bitPattern: pointer)
    }

    /// Holds until the pile grows or ends.
    var column: Column<Element> { Column(address: address, count: count) }

    @inline(__always) subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count, "outside of the pile")
            return base[index]
        }
        set {
            assert(index >= 0 && index < count && shared == nil, "outside of the pile's own")
            base[index] = newValue
        }
    }

    @inline(__always) mutating func push(_ element: Element) {
        if count == capacity { grow(to: max(capacity * 2, 16)) }
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

    /// Takes the elements of another one, which is empty then.
    mutating func take(_ other: inout Pile) {
        push(other.column)
        other = Pile()
    }

    private mutating func grow(to size: Int) {
        if shared == nil {
            address = Self.resized(address, to: size)
        } else {
            let larger = Column<Element>(address: Self.resized(0, to: size), count: size)
            larger.copy(from: column)
            (address, shared) = (larger.address, nil)
        }
        capacity = size
    }

    /// Its elements as they are now, with the memory that they lie in.
    mutating func kept() -> Kept<Element> {
        let region = shared ?? Region(adopting: base, count: capacity * MemoryLayout<Element>.stride)
        (shared, capacity) = (region, count)
        return Kept(region, column)
    }
}

/// A column with the memory that it lies in.
struct Kept<Element: BitwiseCopyable & Sendable>: Sendable {
    let region: Region
    let column: Column<Element>

    /// Memory whose column is read after the last word of whoever holds it would be given back too early: this is a later word.
    func stay() { withExtendedLifetime(region) {} }

    init(_ region: Region, _ column: Column<Element>) { (self.region, self.column) = (region, column) }

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

/// Makes the system give the pages of memory of zeros, which takes it longer than to fill them.
func touch(_ columns: [Column<UInt8>]) {
    let pieces = columns.flatMap { column in
        (0..<column.count).cut(atMultiplesOf: 1 << 25).map { column.slice($0) }
    }
    _ = inParallel(pieces.count) { index in
        for place in stride(from: 0, to: pieces[index].count, by: 4096) { pieces[index][place] = 0 }
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
