import Foundation
import HTTPTypes
import Testing

/// Files that are not taken as evidence.
enum BadFiles {
    private static func bad(_ name: String, _ content: String, _ rule: String, _ words: String) -> BadInput {
        BadInput(
            entrance: .evidence, field: "evidence", rule: "\(rule) \(name)", value: content.prefix(12).description,
            call: .upload("/incidents/INCIDENT/evidence", name: name, content: content, token: "", key: "bad"),
            said: ["<li>evidence: \(words)"], status: [422])
    }

    /// Kinds that nobody takes, and kinds whose first bytes are another's.
    static let all: [BadInput] =
        ["exe", "html", "svg", "js", "php", "sh", "zip", "docm", "bat", "lnk", ""].map {
            bad("file.\($0)", "MZ content", "kind", "不收这种文件")
        }
        + ["jpg", "jpeg", "png", "webp", "pdf", "mp3", "wav", "m4a", "mp4", "xlsx"].map {
            bad("file.\($0)", "<script>alert(1)</script>", "signature", "不收这种文件")
        }
        + ["pdf.exe", "exe;.pdf%00.exe", "../../etc/passwd", "CON", "a.PDF.HTML"].map {
            bad($0, "%PDF-1.7", "name", "不收这种文件")
        }
        + ["txt", "csv", "jpg", "pdf"].map { bad("file.\($0)", "", "empty", "是空的") }
        + ["txt", "csv"].map { bad("file.\($0)", "a\u{0}b", "zero byte", "不收这种文件") }
        + [
            BadInput(
                entrance: .evidence, field: "evidence", rule: "required", call: .post("/incidents/INCIDENT/evidence"),
                said: ["<li>evidence: 必填"], status: [422]),
            BadInput(
                entrance: .evidence, field: "body", rule: "boundary",
                call: Call(
                    method: .post, path: "/incidents/INCIDENT/evidence", body: "no parts",
                    mediaType: "multipart/form-data; boundary=b"), said: ["读不出"], status: [400]),
            BadInput(
                entrance: .evidence, field: "body", rule: "no boundary",
                call: Call(
                    method: .post, path: "/incidents/INCIDENT/evidence", body: "--b\r\n\r\n--b--",
                    mediaType: "multipart/form-data"), said: ["读不出"], status: [400]),
        ]
        + FactMistake.signs.filter { $0.name != "zero byte" }.map { sign in
            BadInput(
                entrance: .evidence, field: "file", rule: "unprintable name", value: sign.name,
                call: .upload(
                    "/incidents/INCIDENT/evidence", name: "回\(sign.sign)单.pdf", content: "%PDF-1.7", token: "",
                    key: "bad"), said: ["<li>file: "], status: [422])
        }
}

/// What the command line does not take; each names the option.
@Suite("Attack: command line") struct BadOptionTests {
    static let lines: [(words: [String], said: String)] = [
        (["serve", "--port", "abc"], "--port"), (["serve", "--port", "1.5"], "--port"),
        (["serve", "--port", ""], "--port"), (["serve", "--nonsense"], "--nonsense"),
        (["serve", "--tls-key", "k.pem"], "--tls-certificate"), (["serve", "--tls-certificate", "c.pem"], "--tls-key"),
        (["serve", "--tls-key", "k", "--tls-certificate", "c", "--behind-proxy"], "--behind-proxy"),
        (["serve", "--client-key", "k"], "--client-certificate"),
        (["serve", "--client-certificate", "k"], "--client-key"),
        (["serve", "--postgres", "postgres://u:secret@host/db"], "PGPASSFILE"),
        (["serve", "--postgres", "host=a password=b"], "PGPASSFILE"),
        (["work", "--postgres", "host=a password = b"], "PGPASSFILE"),
        (["check", "--postgres", "postgres://u:secret@host/db"], "PGPASSFILE"),
        (["demo", "--incidents", "0"], "--incidents"), (["demo", "--incidents", "10001"], "--incidents"),
        (["demo", "--incidents", "abc"], "--incidents"), (["demo", "--seed", "-1"], "--seed"),
        (["demo", "--ledger", "a,b"], "--victims"), (["demo", "--victims", "v"], "--ledger"),
        (["demo", "--ledger", "a", "--victims", "v"], "--ledger"), (["simulate", "--seeds", "abc"], "--seeds"),
        (["simulate", "--seeds", "5..1"], "--seeds"), (["simulate", "--seeds", "1.."], "--seeds"),
        (["bank", "--port", "x"], "--port"),
        (["bank", "--centre-public-key", "!!", "--centre-key", "k"], "--centre-public-key"),
        (["nonsense"], "nonsense"),
    ]

    @Test("each wrong option is refused by its name before anything begins", arguments: lines.indices)
    func refused(index: Int) throws {
        let (words, said) = Self.lines[index]
        let program = Process()
        program.executableURL = Self.folder.appending(path: "shouwang")
        try #require(FileManager.default.isExecutableFile(atPath: program.executableURL?.path ?? ""))
        program.arguments = words
        let (out, err) = (Pipe(), Pipe())
        (program.standardOutput, program.standardError) = (out, err)
        program.currentDirectoryURL = FileManager.default.temporaryDirectory
        try program.run()
        // One that is not refused would serve for ever.
        let end = DispatchWorkItem { program.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: end)
        defer { end.cancel() }
        let text = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        #expect(program.terminationStatus == 64, "\(words): \(program.terminationStatus)")
        #expect(text.contains(said), "\(words): \(text)")
        Counts.shared.add("bad input: command line")
    }

    /// Where the program lies beside its tests.
    private static let folder: URL = {
        var place = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 where !FileManager.default.isExecutableFile(atPath: place.appending(path: "shouwang").path) {
            place = place.deletingLastPathComponent()
        }
        return place
    }()
}
