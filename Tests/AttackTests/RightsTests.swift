import Access
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Primitives
import Recovery
import Storage
import Testing

@testable import Web

/// The table of rights against the program, cell by cell; it is cut at the routes that the program has.
@Suite("Attack: rights") struct RightsTests {
    static let table = Result { try RightsTable.read() }
    static let lines: [RightsTable.Line] = (try? table.get().lines) ?? []

    @Test("each route stands in the table, and each line of the table has a route")
    func routes() async throws {
        let table = try Self.table.get()
        let template = try Template.ready()
        try await template.copied { town, _ in
            let routes = Set(
                town.application.router().routes.map { route in
                    "\(route.method) \(route.path)".replacing("{", with: ":").replacing("}", with: "")
                })
            let written = Set(table.lines.map(\.route))
            #expect(routes.subtracting(written).sorted() == [], "routes that are not in the table")
            #expect(written.subtracting(routes).sorted() == [], "lines without a route")
        }
        #expect(Set(table.lines.map(\.name)).count == table.lines.count, "a line stands twice")
        Counts.shared.add("rights: cells", table.lines.count * (Role.allCases.count + 1))
    }

    @Test("each cell is answered as it is written", arguments: lines)
    func cells(line: RightsTable.Line) async throws {
        let template = try Template.ready()
        let columns: [Person?] = Person.columns + [nil]
        var waiting = Array(zip(columns, line.cells)).filter { $0.1 != .noProgram }
        // What is refused changes nothing, so that all of it can be asked of one copy.
        while !waiting.isEmpty {
            waiting = try await template.copied { [waiting] town, client in
                for (index, (person, cell)) in waiting.enumerated() {
                    let isDone = try await check(person, cell, line, template, client)
                    if isDone { return Array(waiting.dropFirst(index + 1)) }
                }
                return []
            }
        }
    }

    /// Asks one cell; true when that changed something.
    private func check(
        _ person: Person?, _ cell: RightsTable.Cell, _ line: RightsTable.Line, _ template: Template,
        _ client: any TestClientProtocol
    ) async throws -> Bool {
        let caller = try caller(person, line, template)
        let login = person?.login ?? Person.columns[1].login
        let request = RightsRequests(file: template.first).call(line, login: login)
        var call = try #require(request, "no request is written for \(line.name)")
        if call.mediaType?.hasPrefix("multipart") == true {
            call.body = call.body?.replacing(
                "\r\n\r\n\r\n", with: "\r\n\r\n\(caller.formToken ?? "")\r\n", maxReplacements: 1)
        }
        let reply = try await call.send(client, by: caller, key: "cell-\(login)")
        let found = Self.cell(of: reply, isProgram: line.route.contains("/api/"))
        let column = person?.role.rawValue ?? "nobody"
        #expect(
            found == cell,
            "\(line.name), \(column): written \(cell.rawValue), answered \(reply.status) \(reply.location ?? "")")
        return call.method == .post && reply.status < 400
    }

    private func caller(_ person: Person?, _ line: RightsTable.Line, _ template: Template) throws -> Caller {
        guard let person else { return .nobody }
        guard line.route.contains("/api/"), line.route != "GET /api/v1/openapi.json" else {
            return template.person(person)
        }
        return try #require(template.program(person))
    }

    private static func cell(of reply: Reply, isProgram: Bool) -> RightsTable.Cell? {
        switch reply.status {
        case 200, 201: .allowed
        case 303 where reply.location == "/sign-in" || reply.location?.hasPrefix("/sign-in?next") == true: .signIn
        case 303 where reply.location == "/users" || reply.location == "/bank": .ownPage
        case 303: .allowed
        case 401: .signIn
        case 403: .refused
        case 404: .absent
        default: nil
        }
    }
}
