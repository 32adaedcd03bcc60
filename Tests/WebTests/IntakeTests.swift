import Access
import Foundation
import Gateways
import HTTPTypes
import HummingbirdTesting
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Web

@Suite struct IntakeTests {
    private static let facts: KeyValuePairs<String, String> = [
        "channel": "96110", "narrative": "冒充公检法", "victims.0.name": "田某芳", "victims.0.phone": "13800136127",
        "transfers.0.victim": "0", "transfers.0.amount": "12万", "transfers.0.time": "08:05",
        "transfers.0.payeeNumber": "6200 0100 0000 7754", "transfers.0.payeeName": "蔡某",
        "transfers.0.payerNumber": "6200010000003081", "clues.caller": "+85251230193",
    ]

    @Test("a report with all four items is taken, and the trace asks for its stop")
    func full() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let answer = try await browser.act("/intake", from: "/intake", Self.facts)
            #expect(answer.status == .seeOther)
            #expect(answer.location?.hasPrefix("/incidents/inc-") == true)
            #expect(answer.location?.contains("receipt=YJ-20260314-0001") == true)
            try world.work()
            #expect(try world.incidents().map(\.flow.defrauded) == [Money(fen: 12_000_000)])
            #expect(try world.stops().map(\.state) == [.draft])
        }
    }

    @Test("a report that lacks facts is saved all the same")
    func missingFacts() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let answer = try await browser.act(
                "/intake", from: "/intake",
                ["channel": "110", "victims.0.name": "", "transfers.0.victim": "0", "transfers.0.amount": "3万"])
            #expect(answer.status == .seeOther)
            #expect(try world.incidents().map(\.flow.atLarge) == [Money(fen: 3_000_000)])
        }
    }

    @Test("what cannot be is listed at the top, each linked to its field, and all input is kept")
    func wrongFields() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let answer = try await browser.act(
                "/intake", from: "/intake",
                [
                    "channel": "96110", "narrative": "原话", "victims.0.name": "田某芳",
                    "victims.0.idNumber": "530102199001010000", "transfers.4.victim": "0",
                    "transfers.4.amount": "一些钱", "transfers.4.time": "25:99", "transfers.4.payeeName": "蔡某",
                ])
            #expect(answer.status == .unprocessableContent)
            for field in ["victims.0.idNumber", "transfers.4.amount", "transfers.4.time"] {
                #expect(answer.text.contains("href=\"#f-\(field)\""), "\(field) is not listed")
                #expect(answer.text.contains("id=\"f-\(field)\""), "\(field) is not there")
            }
            for kept in ["原话", "一些钱", "25:99", "蔡某"] { #expect(answer.text.contains(kept)) }
            #expect(try world.incidents().isEmpty)
        }
    }

    @Test("the same form sent twice makes one incident")
    func doubleSubmit() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.get("/intake")
            let hidden: KeyValuePairs = [
                "csrf": page.hidden("csrf") ?? "", "key": page.hidden("key") ?? "", "channel": "110",
                "victims.0.name": "田某芳",
            ]
            let first = try await browser.submit("/intake", hidden)
            let second = try await browser.submit("/intake", hidden)
            #expect(first.status == .seeOther)
            #expect(second.location == first.location)
            #expect(try world.incidents().count == 1)
        }
    }

    @Test("a likely duplicate is shown field by field, and joined it is not entered twice")
    func duplicate() async throws {
        try await inWeb { world, client in
            let receipt = try world.report()
            let browser = try await Browser(.dutyOfficer, client)
            let check = try await browser.act("/intake/check", from: "/intake", Self.facts)
            #expect(check.text.contains(receipt.number))
            #expect(check.text.contains("并入"))
            let answer = try await browser.act(
                "/intake", from: "/intake",
                [
                    "channel": "96110", "victims.0.name": "田某芳", "transfers.0.victim": "0",
                    "transfers.0.amount": "12万", "transfers.0.payeeNumber": "6200010000007754",
                    "joins": receipt.number,
                ])
            #expect(answer.location?.hasPrefix("/incidents/\(receipt.incident)") == true)
            #expect(try world.incidents().filter { $0.state == .open }.count == 1)
            #expect(try world.incidents()[0].flow.defrauded == Money(fen: 12_000_000))
        }
    }

    @Test("told apart, a likely duplicate is not shown again")
    func notTheSame() async throws {
        try await inWeb { world, client in
            let receipt = try world.report()
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.act(
                "/intake/form", from: "/intake",
                [
                    "channel": "96110", "transfers.0.victim": "0", "transfers.0.amount": "12万",
                    "transfers.0.payeeNumber": "6200010000007754", "notSame": receipt.number,
                ])
            #expect(page.status == .ok)
            #expect(page.text.contains("没有相近的警情。"))
        }
    }

    @Test("the check says what was understood, what to ask, and what the button will do")
    func check() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let before = try await browser.act("/intake/check", from: "/intake", Self.facts)
            #expect(before.status == .ok)
            for words in ["拾贰万元整", "华岭银行", "四要素齐，可止付", "受理并提交止付 1 项"] {
                #expect(before.text.contains(words), "\(words)")
            }
            try world.grantAuthority()
            let after = try await browser.act("/intake/check", from: "/intake", Self.facts)
            #expect(after.text.contains("受理并发出止付 1 项"))
            let short = try await browser.act(
                "/intake/check", from: "/intake", ["channel": "110", "transfers.0.amount": "12万"])
            #expect(short.text.contains("缺户名，不能止付"))
            #expect(short.text.contains("念收款账号"))
        }
    }

    @Test("without script a button adds a transfer of the same payer and keeps what was typed")
    func addedRow() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let page = try await browser.act(
                "/intake/form", from: "/intake",
                [
                    "channel": "110", "transfers.0.victim": "0", "transfers.0.payerNumber": "6200010000003081",
                    "add": "same",
                ])
            #expect(page.text.components(separatedBy: "value=\"6200010000003081\"").count == 3)
            #expect(page.text.contains("id=\"f-transfers.1.amount\""))
        }
    }

    private static func file(_ name: String, _ text: String) -> Form.File {
        Form.File(field: "evidence", name: name, mediaType: "x/y", bytes: Array(text.utf8))
    }

    @Test("files chosen at intake lie with the incident, however often the form is sent")
    func evidence() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let none = Form.File(field: "evidence", name: "", mediaType: "application/octet-stream", bytes: [])
            let answer = try await browser.upload(
                "/intake", from: "/intake", Self.facts,
                files: [Self.file("回单;一.pdf", "%PDF-1.7"), Self.file("名单.csv", "a,b"), none])
            #expect(answer.status == .seeOther)
            let page = try await browser.get(answer.location ?? "")
            #expect(page.text.contains("回单;一.pdf") && page.text.contains("名单.csv"))
            let plain = try await browser.upload("/intake", from: "/intake", Self.facts, files: [none])
            #expect(plain.status == .seeOther)
        }
    }

    @Test("with a file that is not taken nothing is stored; it is named, and the reader is asked to choose again")
    func wrongEvidence() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let answer = try await browser.upload(
                "/intake", from: "/intake", Self.facts,
                files: [Self.file("回单.pdf", "%PDF-1.7"), Self.file("<i>.exe", "MZ")])
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("href=\"#f-evidence\">&lt;i&gt;.exe　不收这种文件"))
            #expect(answer.text.contains("文件没有存，请重新选") && answer.text.contains("value=\"12万\""))
            #expect(try world.incidents().isEmpty)
        }
    }

    @Test("a form may carry 100 MB of files and not more, before sign-in none")
    func uploadSize() async throws {
        try await inWeb { world, client in
            let browser = try await Browser(.dutyOfficer, client)
            let cookie = browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
            func send(_ path: String, bytes: Int) async throws -> HTTPResponse.Status {
                let headers: HTTPFields = [
                    .contentLength: "\(bytes)", .contentType: "multipart/form-data; boundary=b", .cookie: cookie,
                ]
                return try await client.execute(uri: path, method: .post, headers: headers) { $0.status }
            }
            let most = 100 * 1024 * 1024
            #expect(try await send("/intake", bytes: most) == .badRequest, "it is read, and holds no form")
            #expect(try await send("/intake", bytes: most + 1) == .contentTooLarge)
            #expect(try await send("/sign-in", bytes: 1024 * 1024) == .badRequest)
            #expect(try await send("/sign-in", bytes: 1024 * 1024 + 1) == .contentTooLarge)
        }
    }

    @Test("who takes no reports does not get the page")
    func refused() async throws {
        try await inWeb { _, client in
            let page1 = try await Browser(.bankClerk, client).get("/intake")
            #expect(page1.status != .ok)
            let page2 = try await Browser(.administrator, client).get("/intake")
            #expect(page2.status == .forbidden)
        }
    }
}
