internal import ArgumentParser
internal import Gateways
internal import Logging
internal import Operations
internal import Web

/// How browsers reach the program, and who may watch over it.
struct ServingOptions: ParsableArguments {
    @Option(help: "A certificate with its chain in PEM form; with --tls-key the program speaks TLS itself.")
    var tlsCertificate: String?
    @Option(help: "The certificate's private key in PEM form.") var tlsKey: String?
    @Flag(help: "A proxy on this machine speaks TLS and sets X-Forwarded-Proto; cookies then travel by TLS alone.")
    var behindProxy = false
    @Flag(help: "Let other machines read /readyz and /metrics, too.") var metricsOpen = false

    func validate() throws {
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw ValidationError("--tls-certificate and --tls-key go together")
        }
        if tlsKey != nil, behindProxy { throw ValidationError("--behind-proxy goes without --tls-certificate") }
    }

    var transport: WebApplication.Transport {
        if let tlsCertificate, let tlsKey {
            return .tls(CertificateFiles(certificate: tlsCertificate, key: tlsKey))
        }
        return behindProxy ? .behindProxy : .plain
    }

    var scheme: String { tlsKey == nil ? "http" : "https" }
}

/// How banks by wire are known, and how they know us.
struct BankOptions: ParsableArguments {
    @Option(help: "The certificates that banks' must be signed by, in PEM form; orders then go by https alone.")
    var bankCa: String?
    @Option(help: "Our certificate for banks that ask for one, in PEM form.") var clientCertificate: String?
    @Option(help: "Its private key in PEM form.") var clientKey: String?

    func validate() throws {
        if (clientCertificate == nil) != (clientKey == nil) {
            throw ValidationError("--client-certificate and --client-key go together")
        }
    }

    var tls: BankTLS? {
        var client: CertificateFiles?
        if let clientCertificate, let clientKey {
            client = CertificateFiles(certificate: clientCertificate, key: clientKey)
        }
        return bankCa == nil && client == nil ? nil : BankTLS(authority: bankCa, client: client)
    }
}

/// What goes to standard error, one JSON object a line.
struct LogOptions: ParsableArguments {
    enum Level: String, ExpressibleByArgument, CaseIterable { case info, warning, error }

    @Option(help: "From which level on: info names each request and job; the default of --demo is error.")
    var log: Level?

    func start(usual: Level = .info) {
        JSONLog.start(level: Logger.Level(rawValue: (log ?? usual).rawValue) ?? .info)
    }
}
