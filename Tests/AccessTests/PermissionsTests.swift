import Primitives
import Storage
import Testing

@testable import Access

@Suite struct PermissionsTests {
    /// Written by hand from the roles' descriptions; x is permitted, P is permitted and for persons alone.
    static let expected = """
                              adm dut shi hea ana sta aux chi aud clk rev
        registerIncident       .   x   x   .   x   x   x   .   .   .   .
        editIncident           .   x   x   .   x   x   x   .   .   .   .
        readIncident           .   x   x   x   x   x   x   x   x   .   .
        requestStop            .   x   x   .   x   x   .   .   .   .   .
        approveStop            .   .   P   P   .   .   .   .   .   .   .
        requestInquiry         .   x   x   .   x   x   .   .   .   .   .
        approveInquiry         .   .   .   P   .   .   .   .   .   .   .
        requestRelease         .   x   x   .   x   x   .   .   .   .   .
        approveRelease         .   .   P   P   .   .   .   .   .   .   .
        fileCase               .   x   x   .   x   x   .   .   .   .   .
        requestFreeze          .   x   x   .   x   x   .   .   .   .   .
        approveFreeze          .   .   .   P   .   .   .   .   .   .   .
        prepareReturn          .   x   x   .   x   x   .   .   .   .   .
        approveReturn          .   .   .   P   .   .   .   .   .   .   .
        requestProtectiveHold  .   x   x   .   x   x   .   .   .   .   .
        approveProtectiveHold  .   .   P   P   .   .   .   .   .   .   .
        proposeAuthority       .   .   x   .   .   .   .   .   .   .   .
        approveAuthority       .   .   .   P   .   .   .   .   .   .   .
        revokeAuthority        .   .   P   P   .   .   .   .   .   .   .
        reviewUnderAuthority   .   .   P   P   .   .   .   .   .   .   .
        enterComplaint         .   x   x   .   x   x   x   .   .   .   .
        decideComplaint        .   .   .   P   .   .   .   .   .   .   .
        applyForAid            .   x   x   .   x   x   x   .   .   .   .
        decideAid              .   .   .   P   .   .   .   .   .   .   .
        issueDocument          .   P   P   P   P   P   .   .   .   .   .
        deferNotice            .   .   P   P   .   .   .   .   .   .   .
        enterWarning           .   x   x   .   x   x   x   .   .   .   .
        readWarning            .   x   x   x   x   x   x   x   x   .   .
        doTask                 .   x   x   .   x   x   x   .   .   .   .
        visitPerson            .   P   P   .   P   P   .   .   .   .   .
        assignTask             .   .   P   P   .   .   .   .   .   .   .
        closeWarning           .   P   P   .   P   P   .   .   .   .   .
        mergeWarning           .   P   P   .   P   .   .   .   .   .   .
        manageRoster           .   .   P   P   .   .   .   .   .   .   .
        revealIdentifier       .   P   P   P   P   P   .   .   .   .   .
        exportRecords          .   .   x   .   x   .   .   .   x   .   .
        approveExport          .   .   .   P   .   .   .   .   .   .   .
        readFigures            .   x   x   x   x   x   .   x   x   .   .
        readJournal            x   .   .   x   .   .   .   .   x   .   .
        prepareMessages        .   x   x   .   x   .   .   .   .   .   .
        approveMessages        .   .   P   P   .   .   .   .   .   .   .
        readMessages           .   x   x   x   x   x   .   x   x   .   .
        retryDeadLetter        .   x   x   .   .   .   .   .   .   .   .
        manageUsers            x   .   .   .   .   .   .   .   .   .   .
        manageUnits            x   .   .   .   .   .   .   .   .   .   .
        manageClients          x   .   .   .   .   .   .   .   .   .   .
        manageBanks            x   .   .   .   .   .   .   .   .   .   .
        readForBank            .   .   .   .   .   .   .   .   .   x   x
        answerForBank          .   .   .   .   .   .   .   .   .   x   .
        reviewForBank          .   .   .   .   .   .   .   .   .   .   P
        reportWarning          .   .   .   .   .   .   .   .   .   x   .
        """

    @Test("the table of roles and acts is the one written down here")
    func table() {
        let names = ["adm", "dut", "shi", "hea", "ana", "sta", "aux", "chi", "aud", "clk", "rev"]
        #expect(Role.allCases.count == names.count)
        var lines = [String(repeating: " ", count: 22) + names.joined(separator: " ")]
        for act in Act.allCases {
            let marks = Role.allCases.map { act.roles.contains($0) ? (act.isPersonal ? "P" : "x") : "." }
            let name = act.rawValue + String(repeating: " ", count: 22 - act.rawValue.count)
            lines.append(name + " " + marks.joined(separator: "   "))
        }
        for (found, wanted) in zip(lines, Self.expected.split(separator: "\n")) { #expect(found == wanted) }
        #expect(lines.count == Self.expected.split(separator: "\n").count)
    }

    private func principal(_ identity: Principal.Identity, _ roles: RoleSet, _ affiliation: Affiliation?) -> Principal {
        Principal(identity: identity, roles: roles, affiliation: affiliation, mustChangePassword: false)
    }

    private let user = Principal.Identity.user(UserID(value: 1))

    @Test("each unit reaches itself and what is under it, and nothing beside or above")
    func reach() throws {
        // Rows reach columns: province, city, county, station, other station, other county, other city.
        let expected = ["xxxxxxx", ".xxxxx.", "..xxx..", "...x...", "....x..", ".....x.", "......x"]
        for (own, row) in zip(UnitCode.all, expected) {
            let officer = principal(user, [.dutyOfficer], .unit(own))
            for (unit, mark) in zip(UnitCode.all, row) {
                if mark == "x" {
                    try officer.permit(.editIncident, in: unit, bank: nil)
                } else {
                    #expect(throws: Refusal.notYourUnit(unit)) {
                        try officer.permit(.editIncident, in: unit, bank: nil)
                    }
                }
            }
        }
    }

    @Test("the texts between a unit's first and last are exactly those in its reach")
    func reachAsText() {
        for own in UnitCode.all {
            let (first, last) = own.reach
            for unit in UnitCode.all { #expect((first...last).contains(unit.text) == own.contains(unit)) }
        }
    }

    @Test("a bank's people reach their own bank's records and nothing else")
    func banks() throws {
        let clerk = principal(user, [.bankClerk], .bank("102"))
        try clerk.permit(.answerForBank, in: .station, bank: "102")
        #expect(throws: Refusal.notYourBank) { try clerk.permit(.answerForBank, in: .station, bank: "103") }
        #expect(throws: Refusal.notYourBank) { try clerk.permit(.readForBank, in: nil, bank: nil) }
        for act in Act.allCases where ![.answerForBank, .readForBank, .reportWarning].contains(act) {
            #expect(throws: Refusal.notPermitted(act)) { try clerk.permit(act, in: nil, bank: "102") }
        }
        let reviewer = principal(user, [.bankReviewer], .bank("102"))
        try reviewer.permit(.reviewForBank, in: nil, bank: "102")
        #expect(throws: Refusal.notYourBank) { try reviewer.permit(.reviewForBank, in: nil, bank: "103") }
        #expect(throws: Refusal.notPermitted(.answerForBank)) {
            try reviewer.permit(.answerForBank, in: nil, bank: "102")
        }
    }

    @Test("an auxiliary never decides, whatever other role stands beside")
    func auxiliaries() throws {
        let auxiliary = principal(user, [.auxiliary], .unit(.county))
        try auxiliary.permit(.registerIncident, in: .county, bank: nil)
        let double = principal(user, RoleSet(Role.allCases), .unit(.county))
        for act in Act.allCases {
            if !act.isPersonal {
                try double.permit(act, in: .county, bank: nil)
            } else {
                #expect(throws: Refusal.notPermitted(act)) { try double.permit(act, in: .county, bank: nil) }
            }
        }
    }

    @Test("neither a client nor the platform does what only a person answers for")
    func machines() throws {
        let client = principal(.client(ClientID(value: 1)), RoleSet(Role.allCases), .unit(.county))
        for machine in [client, .platform("worker")] {
            for act in Act.allCases { #expect(machine.allows(act) == !act.isPersonal) }
        }
        #expect(throws: Refusal.notYourUnit(.otherCounty)) {
            try client.permit(.readIncident, in: .otherCounty, bank: nil)
        }
        try Principal.platform("worker").permit(.requestStop, in: .otherCity, bank: nil)
    }

    @Test("who must change his password may do nothing before")
    func temporaryPassword() {
        let officer = Principal(
            identity: user, roles: [.dutyOfficer], affiliation: .unit(.county), mustChangePassword: true)
        for act in Act.allCases {
            #expect(throws: Refusal.mustChangePassword) { try officer.permit(act, in: .county, bank: nil) }
        }
    }

    @Test("roles that cannot be one person's are refused")
    func roleSets() throws {
        let unit = Affiliation.unit(.county)
        for role in Role.allCases where !role.isOfBank { try RoleSet([role]).check(for: unit) }
        try RoleSet([.administrator, .dutyOfficer]).check(for: unit)
        try RoleSet([.bankClerk, .bankReviewer]).check(for: .bank("102"))
        #expect(throws: RoleSet.Invalid.none) { try RoleSet([]).check(for: unit) }
        #expect(throws: RoleSet.Invalid.bankAndPolice) { try RoleSet([.bankClerk]).check(for: unit) }
        #expect(throws: RoleSet.Invalid.bankAndPolice) { try RoleSet([.chief]).check(for: .bank("102")) }
        #expect(throws: RoleSet.Invalid.auxiliaryAndOther) { try RoleSet([.auxiliary, .shiftLeader]).check(for: unit) }
        for role in [Role.shiftLeader, .countyHead] {
            #expect(throws: RoleSet.Invalid.administratorWhoDecides) {
                try RoleSet([.administrator, role]).check(for: unit)
            }
        }
    }

    @Test("a set of roles is written in one order and read back; an unknown role is an error")
    func roleText() throws {
        let roles: RoleSet = [.shiftLeader, .analyst, .dutyOfficer]
        #expect(roles.description == "analyst,dutyOfficer,shiftLeader")
        #expect(RoleSet.restored(.text(roles.description)) == roles)
        #expect(RoleSet.restored(.text("analyst,king")) == nil)
        #expect(try CanonicalJSON.text(roles) == #"["analyst","dutyOfficer","shiftLeader"]"#)
        #expect(try CanonicalJSON.decode(RoleSet.self, from: CanonicalJSON.text(roles)) == roles)
    }
}
