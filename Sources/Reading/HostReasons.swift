/// What can be said of an address without a model: what it was made to look like, and how it is built.
package enum HostReason: Sendable, Equatable {
    /// A name that people trust stands in it, or nearly, and the address is not its owner's: `taobao-refund.top`, `ta0bao.com`.
    case looksLike(String)
    /// Numbers in the place of a name.
    case numbersAlone
    /// What stands before an @ is no part of the host, though it looks like one.
    case nameBeforeAt
    /// Letters of another script, as `xn--`.
    case otherScript
    case manyDigits
    case manyHyphens
    case manyLabels

    /// All that can be said of `address`, a host or a link; nothing of what is too long for a host.
    package static func all(of address: String) -> [HostReason] {
        let bytes = Array(address.lowercased().utf8)
        let parts = AddressParts(bytes)
        let name = HostName.of(bytes[parts.host])
        guard name.count <= HostName.lengthMost else { return [] }
        let labels = String(decoding: name, as: UTF8.self).split(separator: ".")
        let own = labels.dropLast(HostName.endings(labels)).map(String.init)
        let words = labels.dropLast().flatMap { label in label.split(separator: "-") }.map { HostWord($0) }
        var reasons = Brand.all.filter { $0.isImitated(by: words, own.last) }.map { looksLike($0.name) }
        if name.allSatisfy({ $0 == UInt8(ascii: ".") || 0x30...0x39 ~= $0 }), !name.isEmpty {
            reasons.append(.numbersAlone)
        }
        if bytes[parts.host].contains(UInt8(ascii: "@")) { reasons.append(.nameBeforeAt) }
        if labels.contains(where: { $0.hasPrefix("xn--") }) { reasons.append(.otherScript) }
        // A brand's own number is its name.
        let written = own.filter { label in !Brand.all.contains { $0.own.contains(label) } }.joined()
        if written.utf8.count(where: { 0x30...0x39 ~= $0 }) >= 4, reasons != [.numbersAlone] {
            reasons.append(.manyDigits)
        }
        if written.utf8.count(where: { $0 == UInt8(ascii: "-") }) >= 2, !written.contains("xn--") {
            reasons.append(.manyHyphens)
        }
        if labels.count > 4, reasons != [.numbersAlone] { reasons.append(.manyLabels) }
        return reasons
    }

    /// Whether a registered name is that of a brand that swindlers borrow.
    static func isOfBrand(_ registered: String) -> Bool {
        Brand.all.contains { brand in brand.own.contains { registered == "\($0).com" } }
    }
}

/// What stands between dots and hyphens of a host, as it is compared with the names of brands.
private struct HostWord {
    let written: String
    /// With the letters that its digits and pairs look like.
    let plain: String
    private let bytes: [UInt8]

    init(_ part: Substring) {
        written = String(part)
        let letters: [Character: Character] = ["0": "o", "1": "l", "3": "e", "5": "s"]
        plain = String(part.map { letters[$0] ?? $0 }).replacing("vv", with: "w").replacing("rn", with: "m")
        bytes = Array(plain.utf8)
    }

    /// Whether one letter is another than in `name`, or two are swapped.
    func isNear(_ name: [UInt8]) -> Bool {
        guard bytes.count == name.count else { return false }
        let wrong = bytes.indices.filter { bytes[$0] != name[$0] }
        return wrong.count == 1
            || wrong.count == 2 && bytes[wrong[0]] == name[wrong[1]] && bytes[wrong[1]] == name[wrong[0]]
    }
}

/// A name that swindlers borrow, and the labels that its owner has registered.
private struct Brand {
    let name: String
    let bytes: [UInt8]
    let own: Set<String>

    /// Whether one of `words` is the name, or nearly, in an address whose registered label is `registered`.
    func isImitated(by words: [HostWord], _ registered: String?) -> Bool {
        guard let registered, !own.contains(registered) else { return false }
        return words.contains { word in
            word.written == name || word.plain == name
                || bytes.count >= 5 && (word.plain.contains(name) || word.isNear(bytes))
        }
    }

    /// The first word is the name, with the others the labels that its owner has registered.
    static let all: [Brand] = """
        taobao
        tmall
        alipay
        jd
        pinduoduo yangkeduo
        weixin qq
        wechat qq
        tencent qq
        douyin iesdouyin
        kuaishou
        meituan
        ctrip
        icbc
        ccb
        abchina
        bankcomm
        cmbchina
        unionpay 95516
        chinamobile 10086
        12306
        csrc
        apple icloud
        paypal
        amazon
        microsoft
        google
        facebook
        binance
        huobi
        okex okx
        """.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return Brand(name: words[0], bytes: Array(words[0].utf8), own: Set(words))
        }
}

extension LabelModel {
    private static let partsMost = 5

    /// The parts of an address without which the model would be less sure of `label`, what weighs most first.
    package func parts(of address: String, _ label: String) -> [String] {
        guard let number = labels.firstIndex(of: label) else { return [] }
        var reader = LabelReader(self)
        let whole = reader.margins(address)[number]
        let pieces: [Substring] = address.split(whereSeparator: { !($0.isLetter || $0.isNumber) })
        let weighed = pieces.filter { $0.count > 1 }.prefix(40).map { (piece: Substring) in
            let without = String(address[..<piece.startIndex] + address[piece.endIndex...])
            return (piece: String(piece), loss: whole - reader.margins(without)[number])
        }
        let telling = weighed.filter { $0.loss > 0 && !["http", "https", "www"].contains($0.piece.lowercased()) }
        return telling.sorted { $0.loss > $1.loss }.prefix(Self.partsMost).map(\.piece)
    }
}
