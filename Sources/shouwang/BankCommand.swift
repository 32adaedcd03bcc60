internal import ArgumentParser
internal import Foundation
internal import Primitives
internal import Simulation
internal import Wire

struct BankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract: "Serve simulated banks over the wire: real ledgers, stops that stop, mules, faults on demand.",
        discussion: "The wire, the book it writes and the control interface are described in docs/banks.md.")

    @Option(help: "The port to listen on, on this machine alone; 0 takes a free one.") var port = 8090
    @Option(help: "What the world and the keys are drawn from.") var seed: UInt64 = 1
    @Option(help: "A folder for the banks' books.") var book: String?
    @Option(
        help: "A file in which each call is noted before a bank acts on it: the banks go on from it at the next start.")
    var diary: String?
    @Option(help: "How many times faster than in life the frauds go that the control interface starts.") var pace:
        Int64 = 1
    @Flag(help: "Open the control interface under /control.") var control = false
    @Option(help: "The organisation whose orders are obeyed.") var centre = DemoCity.centre.text
    @Option(help: "The id of the centre's key.") var centreKey: String?
    @Option(help: "The centre's public key, 32 bytes in base64; without it the demo's key of this seed is trusted.")
    var centrePublicKey: String?

    func run() async throws {
        let trusted = try trustedKey()
        let keys = try BankKeys.seeded(seed, banks: City.banks, centre: centre, trusting: [trusted])
        var configuration = BankServer.Configuration(port: port, keys: keys)
        configuration.seed = seed
        configuration.isControlEnabled = control
        configuration.fraudPace = pace
        configuration.diary = diary.map { URL(fileURLWithPath: $0) }
        configuration.bookFolder = book.map { URL(fileURLWithPath: $0) }
        for key in keys.trustedKeys(validFrom: Timestamp(microseconds: 0)) {
            say("key \(key.key) of \(key.owner): \(Data(key.publicKey).base64EncodedString())")
        }
        try await BankServer(configuration, clock: SystemClock()).run { port in
            say("banks at http://127.0.0.1:\(port)/banks")
        }
    }

    private func trustedKey() throws -> TrustedKey {
        guard let centrePublicKey else {
            let signer = try BankKeys.signer(seed, owner: centre)
            return TrustedKey(
                key: signer.key, owner: centre, publicKey: signer.publicKey, validFrom: Timestamp(microseconds: 0))
        }
        guard let bytes = Data(base64Encoded: centrePublicKey), bytes.count == 32, let centreKey else {
            throw ValidationError("--centre-public-key is 32 bytes in base64 and goes with --centre-key")
        }
        return TrustedKey(
            key: centreKey, owner: centre, publicKey: [UInt8](bytes), validFrom: Timestamp(microseconds: 0))
    }
}
