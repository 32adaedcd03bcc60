internal import ArgumentParser
internal import Foundation
internal import Gateways
internal import Primitives
internal import Simulation

struct CarrierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carrier",
        abstract: "Serve a simulated carrier of messages: SMPP 3.4 and HTTP, reports, faults on demand.",
        discussion: "What it takes and reports, its book and its control interface are described in docs/messages.md.")

    @Option(help: "The port of SMPP, on this machine alone; 0 takes a free one.") var smppPort = 2775
    @Option(help: "The port of HTTP and of the control interface; 0 takes a free one.") var httpPort = 8095
    @Option(help: "What faults are drawn from.") var seed: UInt64 = 1
    @Option(help: "A file that gets a line for each message taken.") var book: String?
    @Option(help: "Who may bind by SMPP.") var systemID = "shouwang"
    @Option(help: "His password, for trials: a real one stands on no command line.") var password = "secret"
    @Option(help: "Faults as JSON: lostRequest, lostAnswer, busy, … in a thousand.") var faults: String?

    func run() async throws {
        var configuration = CarrierServer.Configuration(smppPort: smppPort, httpPort: httpPort)
        configuration.seed = seed
        configuration.systemID = systemID
        configuration.password = password
        configuration.book = book.map { URL(fileURLWithPath: $0) }
        if let faults { configuration.faults = try CanonicalJSON.decode(from: faults) }
        try await CarrierServer(configuration, clock: SystemClock()).run { smpp, http in
            say("carrier at smpp://127.0.0.1:\(smpp) and http://127.0.0.1:\(http)")
        }
    }
}

/// Which carrier messages go to, and how it knows us.
struct CarrierOptions: ParsableArguments {
    @Option(
        help: "The carrier of messages: smpp://NAME@HOST:PORT or http(s)://…; without one messages wait.")
    var carrier: String?
    @Option(help: "A file with the password (SMPP) or the token (HTTP), readable by its owner alone.")
    var carrierSecret: String?
    @Option(help: "The number or name that messages by SMPP come from.") var carrierSource = ""
    @Option(help: "How long texts go by SMPP: payload or parts.") var carrierLongText = SMPPSettings.LongText.payload
    @Option(
        help:
            "The tag of SMPP under which the carrier takes our own ids, such as 5377; without it a lost answer stays unknown."
    )
    var carrierOwnIDTag: UInt16?
    @Option(help: "Requests by SMPP that may be without an answer at a time.") var carrierWindow = 64
    @Option(help: "Where a robot that calls takes its messages, http(s)://…; by --carrier where left out.")
    var robotCalls: String?
    @Option(help: "A file with the token for --robot-calls, readable by its owner alone.") var robotCallsSecret: String?

    func validate() throws {
        if let robotCalls, !["http", "https"].contains(URLComponents(string: robotCalls)?.scheme) || carrier == nil {
            throw ValidationError("--robot-calls is http(s)://… and stands beside --carrier")
        }
        guard let carrier else { return }
        guard let parts = URLComponents(string: carrier), let host = parts.host, !host.isEmpty else {
            throw ValidationError("--carrier is smpp://NAME@HOST:PORT or http(s)://…")
        }
        switch parts.scheme {
        case "http", "https": break
        case "smpp":
            guard parts.user != nil, parts.port != nil else {
                throw ValidationError("--carrier by SMPP is smpp://NAME@HOST:PORT")
            }
        default: throw ValidationError("--carrier is smpp://NAME@HOST:PORT or http(s)://…")
        }
        if parts.password != nil {
            throw ValidationError(
                "a password on the command line is seen by every user of the machine: use --carrier-secret")
        }
        guard (1...1000).contains(carrierWindow) else { throw ValidationError("--carrier-window is 1 to 1000") }
    }

    /// The link to the carrier, or to both; nil where there is none.
    func link(tls: BankTLS?) throws -> (any CarrierLink)? {
        guard let carrier else { return nil }
        let texts = try link(to: carrier, tls)
        guard let robotCalls else { return texts }
        let calls = HTTPCarrierLink.Settings(address: robotCalls, token: try Self.secret(in: robotCallsSecret))
        return RobotCarrierLink(texts: texts, calls: try HTTPCarrierLink(calls, tls: tls))
    }

    private func link(to carrier: String, _ tls: BankTLS?) throws -> any CarrierLink {
        let secret = try Self.secret(in: carrierSecret)
        guard let parts = URLComponents(string: carrier), parts.scheme == "smpp", let host = parts.host,
            let port = parts.port, let name = parts.user
        else { return try HTTPCarrierLink(HTTPCarrierLink.Settings(address: carrier, token: secret), tls: tls) }
        var settings = SMPPSettings(host: host, port: port, systemID: name, password: secret ?? "")
        settings.source = carrierSource
        settings.longText = carrierLongText
        settings.ownIDTag = carrierOwnIDTag
        settings.window = carrierWindow
        return SMPPCarrierLink(settings)
    }

    private static func secret(in file: String?) throws -> String? {
        guard let file else { return nil }
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        if let mode, mode & 0o007 != 0 {
            throw ValidationError("\(file): every user may read this secret: chmod 600")
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension SMPPSettings.LongText: ExpressibleByArgument {}
