package import Storage

/// What a person or a client is in the work; what each may do stands in `Act.roles`.
package enum Role: String, Storable, Codable, CaseIterable {
    /// 管理员: keeps units, users, clients and banks; decides nothing.
    case administrator
    /// 值班员: takes alarms and asks for measures.
    case dutyOfficer
    /// 班长: approves stop-payments and releases of the shift.
    case shiftLeader
    /// 县级公安机关负责人: the head whose approval the law asks for (程序规定 art. 238, 239).
    case countyHead
    /// 研判员: follows the money.
    case analyst
    /// 民警 of a station.
    case stationOfficer
    /// 辅警: enters and calls, never decides.
    case auxiliary
    /// 领导: reads.
    case chief
    /// 审计: reads records and the journal.
    case auditor
    /// 银行经办: answers for the bank.
    case bankClerk
    /// 银行复核: confirms what the bank's clerk answered.
    case bankReviewer

    package var isOfBank: Bool { self == .bankClerk || self == .bankReviewer }
}

/// A set of roles; it is written as their names in one fixed order, `analyst,dutyOfficer`.
package struct RoleSet: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// Why some roles cannot be one person's.
    package enum Invalid: Error, Equatable {
        case none
        /// Bank roles are for a bank's people, all others for a unit's.
        case bankAndPolice
        /// An auxiliary is nothing else (C5).
        case auxiliaryAndOther
        /// Who makes the users does not decide in their work.
        case administratorWhoDecides
        /// A program's client keeps no users.
        case clientWhoAdministers
    }

    package let all: Set<Role>

    package init(_ roles: some Sequence<Role>) { all = Set(roles) }
    package init(arrayLiteral elements: Role...) { self.init(elements) }

    package func contains(_ role: Role) -> Bool { all.contains(role) }

    package var description: String { all.map(\.rawValue).sorted().joined(separator: ",") }

    /// Throws unless one member of `affiliation` can hold all of these at once.
    package func check(for affiliation: Affiliation) throws(Invalid) {
        guard !all.isEmpty else { throw .none }
        guard all.allSatisfy({ $0.isOfBank == (affiliation.bank != nil) }) else { throw .bankAndPolice }
        guard !all.contains(.auxiliary) || all.count == 1 else { throw .auxiliaryAndOther }
        let decides = all.contains(.shiftLeader) || all.contains(.countyHead)
        guard !all.contains(.administrator) || !decides else { throw .administratorWhoDecides }
    }
}

extension RoleSet: Storable {
    package var stored: Value { .text(description) }

    package static func restored(_ value: Value) -> RoleSet? {
        guard let text = String.restored(value) else { return nil }
        let names = text.split(separator: ",")
        let roles = names.compactMap { Role(rawValue: String($0)) }
        return roles.count == names.count ? RoleSet(roles) : nil
    }
}

extension RoleSet: Codable {
    package init(from decoder: any Decoder) throws { self.init(try [Role](from: decoder)) }
    package func encode(to encoder: any Encoder) throws {
        try all.sorted { $0.rawValue < $1.rawValue }.encode(to: encoder)
    }
}
