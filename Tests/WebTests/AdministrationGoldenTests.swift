import Foundation
import Gateways
import Primitives
import Recovery
import TestSupport
import Testing
import Wire

@testable import Access
@testable import Journal
@testable import Web

@Suite struct AdministrationGoldenTests {
    private static let fields: HTML = #"<input type="hidden" name="csrf" value="t">"#
    private static let county = UnitCode(area: "530402")!
    private static let city = UnitCode(area: "5304")!

    private let frame = FrameExamples.console()
    private let english = FrameExamples.console(.auto, .en)
    private let places = [Field.Option("530400000000", "云江市反诈中心"), Field.Option("530402000000", "　临溪县反诈中心")]

    private func user(
        _ number: UInt64, _ name: String, _ role: Role, state: User.State = .active, mustChange: Bool = false
    ) throws -> User {
        User(
            id: UserID(value: number), login: try LoginName("user\(number)"), name: name, staffNumber: "06021\(number)",
            affiliation: .unit(Self.county), roles: [role], state: state, mustChangePassword: mustChange,
            createdAt: .t0)
    }

    /// The main part: the frame has a golden file of its own.
    private func compare(_ page: HTML, _ name: String) throws {
        let text = page.string
        let start = try #require(text.range(of: "<main")).lowerBound
        let end = try #require(text.range(of: "</main>")).upperBound
        #expect(try Golden.compare(String(text[start..<end]) + "\n", with: "web/administration/\(name).html") == .same)
    }

    @Test("users by unit, with what is theirs to change")
    func users() throws {
        let users = [
            try user(1, "丁某", .dutyOfficer), try user(2, "<任某>", .shiftLeader, mustChange: true),
            try user(3, "米某", .auxiliary, state: .disabled),
        ]
        let list = UserListModel(
            places: places, place: "530402000000", groups: [.init(title: "临溪县反诈中心", users: users)],
            next: "/users?after=usr-1")
        try compare(list.html(frame), "users")
        try compare(UserListModel(places: places, place: "530402000000", groups: []).html(english), "users-none")
        let model = UserModel(
            user: users[0], place: "临溪县反诈中心", isOwn: false, password: "abcd-efgh-jkmn", temporary: "next-next-next")
        try compare(model.html(frame, formFields: Self.fields), "user")
        let own = UserModel(user: users[1], place: "临溪县反诈中心", isOwn: true, temporary: "x")
        try compare(own.html(english, formFields: Self.fields), "user-own")
        let new = NewUserModel(
            values: Form(urlEncoded: "name=%E6%96%B0%E4%BA%BA&role=analyst&place=530402000000"), places: places,
            message: .userInvalid(.loginTaken), temporary: "abcd-efgh-jkmn")
        try compare(new.html(frame, formFields: Self.fields), "user-new")
    }

    @Test("units in their tree, one of them chosen for another name")
    func units() throws {
        let units = [
            Access.Unit(code: Self.city, name: "云江市反诈中心", kind: .centre),
            Access.Unit(code: Self.county, name: "临溪县反诈中心", kind: .bureau),
        ]
        try compare(UnitListModel(units: units, top: 2).html(frame, formFields: Self.fields), "units")
        let chosen = UnitListModel(units: units, top: 2, chosen: units[1], message: .unitInvalid(.name))
        try compare(chosen.html(english, formFields: Self.fields), "units-rename")
    }

    @Test("banks with their keys: one that holds, one revoked, one to come to its end")
    func banks() throws {
        let now = FundFlowExamples.now
        func key(_ name: String, until: Timestamp?, revoked: Timestamp? = nil) -> TrustedKey {
            TrustedKey(
                key: name, owner: WebWorld.wireBank.code, publicKey: Array(repeating: 0xAB, count: 32), validFrom: .t0,
                validUntil: until, revokedAt: revoked)
        }
        let list = BankListModel(
            banks: [WebWorld.handBank, WebWorld.wireBank], keys: [WebWorld.handBank.code: 1], ownKey: "centre-1",
            ownPublicKey: String(repeating: "07", count: 32))
        try compare(list.html(frame, formFields: Self.fields), "banks")
        let bank = BankModel(
            bank: WebWorld.wireBank,
            keys: [
                key("k1", until: nil), key("k2", until: now + .days(9), revoked: now - .hours(1)),
                key("k3", until: now - .hours(1)),
            ])
        try compare(bank.html(frame, formFields: Self.fields), "bank")
        try compare(
            BankModel(bank: WebWorld.wireBank, keys: [], message: .bankInvalid(.keyLength)).html(
                english, formFields: Self.fields), "bank-new")
    }

    @Test("programs, with a token that is shown once")
    func clients() throws {
        let clients = [
            Client(
                id: ClientID(value: 2), name: "接处警系统", affiliation: .unit(Self.county), roles: [.dutyOfficer],
                createdAt: .t0, expiresAt: FundFlowExamples.now + .days(30), revokedAt: nil),
            Client(
                id: ClientID(value: 1), name: "大屏", affiliation: .unit(Self.city), roles: [.chief, .auditor],
                createdAt: .t0, expiresAt: FundFlowExamples.now - .days(1), revokedAt: nil),
        ]
        let model = ClientListModel(clients: clients, places: places, token: "0f1e2d", next: "/clients?after=cli-1")
        try compare(model.html(frame, formFields: Self.fields), "clients")
        try compare(ClientListModel(clients: [], places: places).html(english, formFields: Self.fields), "clients-none")
    }

    @Test("the journal with a chain that holds, and one that is broken")
    func journal() throws {
        func entry(_ number: UInt64, _ act: String, reason: String? = nil, chained: Int64?) -> Entry {
            Entry(
                id: EntryID(value: number), at: FundFlowExamples.now, actor: .system("clock"), act: act,
                subject: "stp-0000000000000001", topic: "inc-0000000000000001", basis: "银发〔2016〕86号 二(一)2",
                reason: reason, detail: "{}", number: chained, hash: chained.map { "\($0)" })
        }
        let lines = [
            JournalModel.Line(
                entry: entry(3, "stopPayment.executed", chained: nil), actor: "海岳银行", incident: "YJ-20260314-0087"),
            JournalModel.Line(entry: entry(2, "key.revoked", reason: "更换", chained: 2), actor: "安某"),
        ]
        let whole = JournalModel(
            lines: lines, chained: 2, tail: 1, verdict: .init(entries: 2, tail: 1, broken: nil),
            next: "/journal?before=jnl-2")
        try compare(whole.html(frame), "journal")
        let broken = JournalModel(
            lines: [], incident: "YJ-20260314-0087", chained: 2, tail: 0,
            verdict: .init(entries: 1, tail: 0, broken: "entry 2 was changed"))
        try compare(broken.html(english), "journal-broken")
    }

    @Test("sign-in after a refusal, the own password, and an error in words")
    func signIn() throws {
        let frame = SlimFrame(unit: "云江市反诈中心", otherLanguage: "/sign-in?language=en")
        let refused = SignInModel(
            name: "duty", next: "/orders", message: .signInRefusal(.wrongNameOrPassword), isRefused: true)
        try compare(refused.html(frame), "sign-in")
        let password = PasswordModel(isTemporary: true, message: .passwordRefusal(.tooShort(atLeast: 10)))
        try compare(password.html(frame, formFields: Self.fields), "password")
        let fault = ErrorResponse(Problems([FieldProblem("transfers.0.amount", .amountNotPositive, found: "-1")]))
        try compare(fault.page(frame, request: "r1"), "error-fields")
        try compare(ErrorResponse(FullDisk()).page(SlimFrame(language: .en), request: "r1"), "error-server")
    }

    private struct FullDisk: Error {}
}
