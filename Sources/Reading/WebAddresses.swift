/// Finds links, hosts, mail addresses and wallets: what is made of the letters, digits and marks of ASCII.
struct WebAddresses {
    private let text: ReadableText
    private static let lengthMax = 2_000

    init(_ text: ReadableText) { self.text = text }

    func find(_ findings: inout Findings) {
        var place = 0
        while place < text.count {
            guard Self.mayBegin(text[place]), !Self.mayBegin(text[place - 1]) || place == 0 else {
                place += 1
                continue
            }
            let end = endOfToken(from: place)
            if let entity = wallet(place..<end) ?? address(place..<end) { findings.add(entity) }
            place = max(end, place + 1)
        }
    }

    private static func mayBegin(_ scalar: Unicode.Scalar) -> Bool { scalar.isLetter || scalar.isDigit }

    private static let marks = ScalarSet("-._~:/?#[]@!&'*+;=%()。,")

    private func endOfToken(from start: Int) -> Int {
        var end = start
        while end < text.count, end - start < Self.lengthMax, isOfToken(end) { end += 1 }
        return end
    }

    /// A full stop of Chinese counts as a dot where a letter or digit stands on both sides; `(.)` and `[.]` do too.
    private func isOfToken(_ place: Int) -> Bool {
        let scalar = text[place]
        if scalar.isLetter || scalar.isDigit { return true }
        switch scalar {
        case "。", ",": return scalar == "。" && Self.mayBegin(text[place + 1]) && Self.mayBegin(text[place - 1])
        case "(", "[": return text[place + 1] == "."
        case ")", "]": return text[place - 1] == "."
        default: return Self.marks.contains(scalar)
        }
    }

    private func wallet(_ range: Range<Int>) -> Entity? {
        var end = range.lowerBound
        while end < range.upperBound, text[end].isLetter || text[end].isDigit { end += 1 }
        guard end - range.lowerBound >= Self.walletMin else { return nil }
        let token = text.text(range.lowerBound..<end)
        guard Self.isWallet(token) else { return nil }
        return Entity(.wallet, range.lowerBound..<end, token)
    }

    /// Characters of the shortest wallet.
    private static let walletMin = 26

    /// Tron, Ethereum and Bitcoin, by beginning, length and alphabet.
    private static func isWallet(_ token: String) -> Bool {
        let body = token.unicodeScalars
        switch token.utf8.count {
        case 42 where token.hasPrefix("0x") || token.hasPrefix("0X"):
            return body.dropFirst(2).allSatisfy { $0.isDigit || ("a"..."f").contains($0.lowered) }
        case 34 where token.hasPrefix("T"): return isBase58(body)
        case 26...35 where token.hasPrefix("1") || token.hasPrefix("3"):
            return isBase58(body) && body.contains(where: \.isLetter)
        case 42...62 where token.hasPrefix("bc1"): return true
        default: return false
        }
    }

    private static func isBase58(_ scalars: String.UnicodeScalarView) -> Bool {
        scalars.allSatisfy { ($0.isDigit || $0.isLetter) && !"0OIl".unicodeScalars.contains($0) }
    }

    private func address(_ range: Range<Int>) -> Entity? {
        let (plain, places) = plainAddress(range)
        guard let address = WebAddress(plain) else { return nil }
        let end = places[address.length - 1] + 1
        return Entity(address.kind, range.lowerBound..<end, address.normalForm)
    }

    /// The token without brackets around dots, with the place where each of its scalars stands.
    private func plainAddress(_ range: Range<Int>) -> ([Unicode.Scalar], [Int]) {
        var (plain, places): ([Unicode.Scalar], [Int]) = ([], [])
        for place in range {
            let scalar = text[place]
            if (scalar == "(" || scalar == "[") && text[place + 1] == "." { continue }
            if (scalar == ")" || scalar == "]") && text[place - 1] == "." {
                if !places.isEmpty { places[places.count - 1] = place }
                continue
            }
            plain.append(scalar == "。" ? "." : scalar)
            places.append(place)
        }
        return (plain, places)
    }
}

/// A link, a host or a mail address at the beginning of a token.
struct WebAddress {
    let kind: Entity.Kind
    let normalForm: String
    /// How many scalars of the token it takes.
    let length: Int

    init?(_ token: [Unicode.Scalar]) {
        let schemeLength = Self.schemeLength(token)
        let behindUser = Self.endOfUser(token, from: schemeLength)
        let start = Self.hostEnd(token, from: behindUser) == nil ? schemeLength : behindUser
        guard let hostEnd = Self.hostEnd(token, from: start) else { return nil }
        let user = Self.text(token[schemeLength..<start])
        let host = Self.text(token[start..<hostEnd]).lowercased()
        if schemeLength == 0, hostEnd < token.count, token[hostEnd] == "@" { return nil }
        var end = hostEnd
        if end < token.count, token[end] == ":" || token[end] == "/" || token[end] == "?" { end = token.count }
        while end > hostEnd, ".,;:!'*)".unicodeScalars.contains(token[end - 1]) { end -= 1 }
        let rest = Self.text(token[hostEnd..<end])
        let scheme =
            schemeLength > 0 && Self.text(token[..<schemeLength]).lowercased().contains("s:") ? "https://" : "http://"
        length = end
        kind = schemeLength == 0 && rest.isEmpty ? .host : .link
        normalForm = kind == .host ? host : scheme + user + host + rest
    }

    /// The user of a mail address may hold dots, so the last `@` parts it from its host.
    static func mail(_ token: [Unicode.Scalar]) -> (text: String, length: Int)? {
        guard let sign = token.firstIndex(of: "@"), sign > 0, let end = hostEnd(token, from: sign + 1) else {
            return nil
        }
        guard token[..<sign].allSatisfy({ $0.isLetter || $0.isDigit || "._-".unicodeScalars.contains($0) }) else {
            return nil
        }
        return (text(token[..<sign]) + "@" + text(token[(sign + 1)..<end]).lowercased(), end)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static func schemeLength(_ token: [Unicode.Scalar]) -> Int {
        guard token.first?.lowered == "h" else { return 0 }
        let head = text(token.prefix(8)).lowercased()
        let schemes = ["https://", "hxxps://", "http://", "hxxp://"]
        return schemes.first { head.hasPrefix($0) }?.utf8.count ?? 0
    }

    /// Where the host of a link begins: what stands before an `@` looks like one and is none.
    private static func endOfUser(_ token: [Unicode.Scalar], from start: Int) -> Int {
        guard start > 0 else { return 0 }
        let authority = token[start...].prefix { !"/?#".unicodeScalars.contains($0) }
        return authority.lastIndex(of: "@").map { $0 + 1 } ?? start
    }

    /// Labels parted by dots up to a known last one.
    private static func hostEnd(_ token: [Unicode.Scalar], from start: Int) -> Int? {
        var (end, label, labels): (Int, Int, Int) = (start, start, 0)
        var found: Int?
        while end <= token.count {
            let scalar: Unicode.Scalar = end < token.count ? token[end] : "/"
            if scalar.isLetter || scalar.isDigit || scalar == "-" || scalar == "_" {
                end += 1
                continue
            }
            guard end > label else { break }
            labels += 1
            if labels > 1, endings.contains(text(token[label..<end]).lowercased()) { found = end }
            guard scalar == "." else { break }
            (label, end) = (end + 1, end + 1)
        }
        return found
    }

    /// Ends of hosts met in messages; others are more often a missing space after a sentence.
    private static let endings = Set(
        """
        com cn net org gov edu top vip cc club xyz icu site fun shop app io pw info me tv pro co live online store tech wang
        ltd win bid loan work link click world life today space website cyou sbs bond cfd lol buzz mobi biz asia hk tw jp kr
        us uk sg my ph vn th ru de fr au ca in la ws to gs im ai dev cloud group center company network finance fund money
        cash credit exchange trade trading market capital ink red ren love beauty plus mom art run one
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
