/// The code of a police unit: six digits of area (GB/T 2260) and six more that are zero except for a station.
///
/// `530000000000` is a province, `530400000000` a city in it, `530402000000` a county in that, `530402560000` a station.
package struct UnitCode: TextValue {
    package enum Level: Int, Sendable, Codable, Comparable, CaseIterable {
        case province = 1
        case city, county, station

        package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    package enum Invalid: Error, Equatable {
        /// Not twelve digits.
        case form(String)
        /// The first six digits skip a level (`530002`) or name no province (`000000`).
        case area(String)
    }

    package let text: String

    package init(_ raw: String) throws(Invalid) {
        let text = raw.foldedToHalfWidth
        guard text.count == 12, text.isAllDigits else { throw .form(text) }
        let area = text.prefix(6)
        let skipsCity = area.dropFirst(2).hasPrefix("00") && !area.hasSuffix("00")
        guard area.first != "0", !skipsCity else { throw .area(String(area)) }
        self.text = text
    }

    /// The unit of an area of two, four or six digits; nil if there can be none.
    package init?(area: String) {
        guard [2, 4, 6].contains(area.count) else { return nil }
        do {
            try self.init(area + String(repeating: "0", count: 12 - area.count))
        } catch {
            return nil
        }
    }

    package var level: Level {
        if !text.hasSuffix("000000") { return .station }
        if !text.dropFirst(4).hasPrefix("00") { return .county }
        return text.dropFirst(2).hasPrefix("00") ? .province : .city
    }

    /// Six digits of GB/T 2260.
    package var area: String { String(text.prefix(6)) }

    /// The unit above; a station's is the unit of its area, which in a city without counties is the city's. Nil for a province.
    package var parent: UnitCode? {
        switch level {
        case .province: nil
        case .city: UnitCode(area: String(text.prefix(2)))
        case .county: UnitCode(area: String(text.prefix(4)))
        case .station: UnitCode(area: area)
        }
    }

    /// True for this unit itself and every unit under it.
    package func contains(_ other: UnitCode) -> Bool { other.text.hasPrefix(significant) }

    /// The digits that all units below share; `text` is theirs if and only if it begins with them.
    package var significant: String {
        switch level {
        case .province: String(text.prefix(2))
        case .city: String(text.prefix(4))
        case .county: area
        case .station: text
        }
    }

    /// `云南省玉溪市红塔区`; empty for an area that the table of 2023 does not have.
    package var areaName: String { Divisions.path(of: area).map(\.name).joined() }
}
