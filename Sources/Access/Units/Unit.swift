package import Primitives
internal import Storage

/// A unit of the police in the tree of province, city, county and station; its place in the tree is its code.
package struct Unit: Sendable, Equatable, Codable {
    package enum Kind: String, Storable, Codable, CaseIterable {
        /// 反诈中心
        case centre
        /// 公安机关 without a centre of its own
        case bureau
        /// 派出所
        case station
        /// 银行联络: a desk for the banks
        case bankLiaison
    }

    package enum Invalid: Error, Equatable {
        /// The name is empty or longer than 60 characters.
        case name
        /// A station needs a code of station level.
        case kindAndLevel
        /// The telephone is shorter than 3 characters, longer than 30, or holds anything but digits, `+`, `-`, brackets and spaces.
        case telephone
        case taken(UnitCode)
    }

    package let code: UnitCode
    package let name: String
    package let kind: Kind
    /// What stands on its public notices; nil where none is on record.
    package let telephone: String?

    package init(code: UnitCode, name: String, kind: Kind, telephone: String? = nil) {
        self.code = code
        self.name = name
        self.kind = kind
        self.telephone = telephone
    }

    package var parent: UnitCode? { code.parent }

    func check() throws(Invalid) {
        guard (1...60).contains(name.count) else { throw .name }
        guard kind != .station || code.level == .station else { throw .kindAndLevel }
        guard telephone.map(Self.isTelephone) ?? true else { throw .telephone }
    }

    private static func isTelephone(_ text: String) -> Bool {
        (3...30).contains(text.count) && text.allSatisfy { "0123456789+-() ".contains($0) }
    }
}

extension UnitCode {
    /// The lowest and the highest text that the code of a unit in this one's reach can have.
    package var reach: (first: String, last: String) {
        let free = 12 - significant.count
        return (significant + String(repeating: "0", count: free), significant + String(repeating: "9", count: free))
    }
}
