internal import Primitives

/// Finds numbers that name something: cards, accounts, telephones, identity numbers, messengers, meetings, orders.
///
/// Check digits and prefixes decide first, then the word that stands before the number, then its form.
struct Numbers {
    private let text: ReadableText
    private static let digitsMax = 24
    /// No number with a check digit or a prefix that says what it is has fewer.
    private static let certainMin = 11

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        let runs = DigitRuns(text)
        var place = 0
        while let (run, end) = runs.next(from: place) {
            read(run, &findings)
            place = max(end, place + 1)
        }
    }

    /// Takes the certain numbers of a run; what is left between them is read by what is said about it.
    private func read(_ run: DigitRun, _ findings: inout Findings) {
        var (first, restStart) = (0, 0)
        while first < run.groups.count {
            guard let (length, entity) = certain(run, from: first), findings.isFree(entity.range) else {
                first += 1
                continue
            }
            readRest(run, restStart..<first, &findings)
            findings.add(entity)
            first += length
            restStart = first
        }
        readRest(run, restStart..<run.groups.count, &findings)
    }

    /// The likeliest number with a check digit that begins with that group: its length in groups.
    private func certain(_ run: DigitRun, from first: Int) -> (Int, Entity)? {
        var best: (length: Int, entity: Entity, certainty: Int)?
        var digits = ""
        for last in first..<run.groups.count {
            digits += run.groups[last].digits
            guard digits.utf8.count <= Self.digitsMax else { break }
            guard digits.utf8.count >= Self.certainMin else { continue }
            let range = extended(run.places(first..<(last + 1)), digits)
            let next = last + 1 < run.groups.count ? run.groups[last + 1].range.lowerBound : -1
            let isWhole = next != range.upperBound || text[next].isHan != text[next - 1].isHan
            guard isWhole, let (kind, value, certainty) = Self.certain(digits, text, range) else { continue }
            if certainty >= best?.certainty ?? 0 {
                best = (last + 1 - first, Entity(kind, range, value), certainty)
            }
        }
        return best.map { ($0.length, $0.entity) }
    }

    /// With the X that ends some identity numbers, or the sign before the code of the country.
    private func extended(_ range: Range<Int>, _ digits: String) -> Range<Int> {
        let next = text[range.upperBound].lowered
        if digits.hasPrefix("86"), text[range.lowerBound - 1] == "+" {
            return (range.lowerBound - 1)..<range.upperBound
        }
        return digits.utf8.count == 17 && next == "x" ? range.lowerBound..<(range.upperBound + 1) : range
    }

    private static func certain(
        _ digits: String, _ text: ReadableText, _ range: Range<Int>
    ) -> (Entity.Kind, String, certainty: Int)? {
        let count = digits.utf8.count
        if count == 17, text[range.upperBound - 1].lowered == "x" { return identity(digits + "X", 4) }
        if count == 18, let found = identity(digits, 4) { return found }
        if (15...19).contains(count), let issuer = CardPrefixes.bank(of: digits), issuer.length == count {
            return Luhn.isValid(digits) ? (.card, digits, 5) : digits.hasPrefix("62") ? (.card, digits, 2) : nil
        }
        if (16...19).contains(count), digits.hasPrefix("62"), Luhn.isValid(digits) { return (.card, digits, 3) }
        if count == 11, isMobile(digits) { return (.mobile, digits, 2) }
        if count == 13, digits.hasPrefix("86"), isMobile(String(digits.dropFirst(2))) {
            return (.mobile, String(digits.dropFirst(2)), 3)
        }
        if count == 15, digits.hasPrefix("0086"), isMobile(String(digits.dropFirst(4))) {
            return (.mobile, String(digits.dropFirst(4)), 3)
        }
        return nil
    }

    private static func identity(_ digits: String, _ certainty: Int) -> (Entity.Kind, String, certainty: Int)? {
        // Most runs of so many digits hold no day, and are asked after from each of their groups.
        guard ["18", "19", "20"].contains(digits.dropFirst(6).prefix(2)) else { return nil }
        do throws(IdentityNumber.Invalid) {
            return (.identityNumber, try IdentityNumber(digits).text, certainty)
        } catch {
            return nil
        }
    }

    private static func isMobile(_ digits: String) -> Bool {
        guard digits.hasPrefix("1"), let second = digits.dropFirst().first else { return false }
        return ("3"..."9").contains(second)
    }

    private func readRest(_ run: DigitRun, _ range: Range<Int>, _ findings: inout Findings) {
        guard !range.isEmpty, range.count <= Self.digitsMax else { return }
        let (digits, places) = (run.digits(range), run.places(range))
        guard (3...Self.digitsMax).contains(digits.utf8.count), findings.isFree(places) else { return }
        if let entity = NumberLabels.entity(digits, places, text) { findings.add(entity) }
    }

    /// Gives the certain numbers the kind that the words before them say: a mobile number can be a name at Alipay.
    static func relabel(_ entity: Entity, _ text: ReadableText) -> Entity {
        let label = NumberLabels.label(before: entity.range, text) ?? NumberLabels.label(after: entity.range, text)
        switch (entity.kind, label) {
        case (.mobile, .alipay?): return Entity(.alipay, entity.range, entity.value)
        case (.mobile, .account?):
            let before = max(0, entity.range.lowerBound - 24)..<entity.range.lowerBound
            return NumberLabels.alipay.isIn(text, before) ? Entity(.alipay, entity.range, entity.value) : entity
        case (.mobile, .qq?): return Entity(.qq, entity.range, entity.value)
        case (.card, .order?), (.mobile, .order?): return Entity(.order, entity.range, entity.value)
        default: return entity
        }
    }
}
