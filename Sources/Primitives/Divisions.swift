/// Provinces, cities and counties of China by their code (GB/T 2260, as of 2023).
package enum Divisions {
    package struct Division: Hashable, Sendable {
        /// Six digits.
        package let code: String
        package let name: String
    }

    /// All divisions, ordered by code; each stands right before those under it.
    package static let all: [Division] = read(String(decoding: PackageResources.divisions_csv, as: UTF8.self))

    /// The name of a division alone: `红塔区`.
    package static func name(of code: String) -> String? { names[code] }

    /// Province, city and county that lead to `code`, without the mere headings (`市辖区`) among them.
    package static func path(of code: String) -> [Division] {
        guard names[code] != nil else { return [] }
        let above: [String] = [code.prefix(2) + "0000", code.prefix(4) + "00", code]
        var path: [Division] = []
        for code in above where code != path.last?.code {
            guard let name = names[code], !headings.contains(name) else { continue }
            path.append(Division(code: code, name: name))
        }
        return path
    }

    /// The cities of a province or the counties of a city.
    package static func children(of code: String) -> [Division] {
        let isProvince = code.hasSuffix("0000")
        let prefix = code.prefix(isProvince ? 2 : 4)
        return all.filter { $0.code.hasPrefix(prefix) && $0.code != code && $0.code.hasSuffix("00") == isProvince }
    }

    private static let names: [String: String] = Dictionary(
        all.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    private static let headings: Set<String> = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"]

    private static func read(_ text: String) -> [Division] {
        text.split(separator: "\n").flatMap { read(line: $0.split(separator: "|")) }
    }

    /// A province or city with its code before it, then the counties with the last two digits of theirs.
    private static func read(line parts: [Substring]) -> [Division] {
        let digits = String(parts[0].prefix(while: \.isASCIIDigit))
        let zeros = String(repeating: "0", count: 6 - digits.count)
        let own = Division(code: digits + zeros, name: String(parts[0].dropFirst(digits.count + 1)))
        return [own] + parts.dropFirst().map { Division(code: digits + $0.prefix(2), name: String($0.dropFirst(2))) }
    }
}
