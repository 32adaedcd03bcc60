import Foundation
import Primitives
import Testing

struct UnitCodeTests {
    @Test(
        "Level, parent and name of area",
        arguments: [
            ("530000000000", .province, nil, "云南省"),
            ("530400000000", .city, "530000000000", "云南省玉溪市"),
            ("530402000000", .county, "530400000000", "云南省玉溪市红塔区"),
            ("530402560000", .station, "530402000000", "云南省玉溪市红塔区"),
            ("440281000000", .county, "440200000000", "广东省韶关市乐昌市"),
            ("431002000000", .county, "431000000000", "湖南省郴州市北湖区"),
            ("450000000000", .province, nil, "广西壮族自治区"),
            ("131000000000", .city, "130000000000", "河北省廊坊市"),
            ("110101000000", .county, "110100000000", "北京市东城区"),
            ("110100000000", .city, "110000000000", "北京市"),
            ("441900520000", .station, "441900000000", "广东省东莞市"),
            ("429004000000", .county, "429000000000", "湖北省仙桃市"),
        ] as [(String, UnitCode.Level, String?, String)])
    func tree(text: String, level: UnitCode.Level, parent: String?, area: String) throws {
        let code = try UnitCode(text)
        #expect(code.level == level)
        #expect(code.parent?.text == parent)
        #expect(code.areaName == area)
        #expect(code.parent.map { $0.contains(code) && !code.contains($0) } ?? true)
    }

    @Test("A unit contains itself and what is under it, not its neighbours")
    func containment() throws {
        let codes = try ["530000000000", "530400000000", "530402000000", "530402560000"].map { try UnitCode($0) }
        for (above, unit) in codes.enumerated() {
            for (below, other) in codes.enumerated() { #expect(unit.contains(other) == (above <= below)) }
        }
        #expect(try !codes[1].contains(UnitCode("530500000000")))
        #expect(try !codes[2].contains(UnitCode("530403560000")))
        #expect(try !codes[3].contains(UnitCode("530402570000")))
    }

    @Test(
        "What is no unit code is refused by name",
        arguments: [
            ("5304", .form("5304")),
            ("53040200000A", .form("53040200000A")),
            ("530002000000", .area("530002")),
            ("000000000000", .area("000000")),
        ] as [(String, UnitCode.Invalid)])
    func refused(raw: String, reason: UnitCode.Invalid) {
        #expect(throws: reason) { try UnitCode(raw) }
    }

    @Test("CNAPS codes are twelve digits")
    func bankCodes() throws {
        #expect(try BankCode("102 741 000 012").text == "102741000012")
        #expect(try BankCode("102741000012").bankClass == "102")
        #expect(throws: BankCode.Invalid.form("10274100001")) { try BankCode("10274100001") }
        #expect(throws: BankCode.Invalid.form("ICBC")) { try BankCode("ICBC") }
    }
}

struct TableTests {
    @Test("The division table has 31 provinces, ordered codes and the counties of Yuxi")
    func divisions() {
        let codes = Divisions.all.map(\.code)
        #expect(codes == codes.sorted() && Set(codes).count == codes.count)
        #expect(codes.filter { $0.hasSuffix("0000") }.count == 31)
        #expect(codes.count == 31 + 342 + 2978 - 3)
        #expect(codes.allSatisfy { $0.count == 6 })
        #expect(Divisions.name(of: "530402") == "红塔区")
        #expect(Divisions.name(of: "530499") == nil)
        #expect(Divisions.children(of: "530400").map(\.name).prefix(2) == ["红塔区", "江川区"])
        #expect(Divisions.children(of: "530000").count == 16)
        #expect(Divisions.path(of: "530402").map(\.name) == ["云南省", "玉溪市", "红塔区"])
    }

    @Test("The card table names all its banks")
    func cards() {
        #expect(CardPrefixes.bankNames["ICBC"] == "中国工商银行")
        #expect(CardPrefixes.bankNames.count > 250)
        #expect(CardPrefixes.bankNames.values.allSatisfy { !$0.isEmpty })
    }

    @Test("No day is both off and worked; days worked in stead fall on weekends")
    func holidays() {
        let holidays = Holidays.announced
        #expect(holidays.daysOff.isDisjoint(with: holidays.daysWorked))
        #expect(holidays.daysWorked.allSatisfy { $0.weekday >= 6 })
        #expect(holidays.lastYear == 2026)
        #expect(holidays.daysOff.count == 621 && holidays.daysWorked.count == 150)
    }

    @Test("The tables of banks, divisions and holidays together stay under 90 KB")
    func size() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Primitives/Tables")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.fileSizeKey])
            .filter { $0.pathExtension == "csv" }
        let bytes = try files.reduce(0) { try $0 + ($1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) }
        #expect(files.count == 3 && bytes > 0 && bytes < 90_000)
    }
}
