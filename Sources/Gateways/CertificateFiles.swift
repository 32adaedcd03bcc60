internal import Foundation
package import NIOSSL

/// A certificate with its chain and its private key, each in a file in PEM form.
package struct CertificateFiles: Sendable, Equatable {
    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// A file that cannot be used, and why.
    package struct Unusable: Error, Equatable, CustomStringConvertible {
        package let file: String
        package let reason: String

        package var description: String { "\(file): \(reason)" }
    }

    /// Reads both; throws `Unusable`, also for a key that every user of the machine may read.
    package func load() throws -> (chain: [NIOSSLCertificateSource], key: NIOSSLPrivateKeySource) {
        let chain = try Self.certificates(in: certificate)
        try Self.requireReadable(key)
        let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int
        if let mode, mode & 0o007 != 0 {
            throw Unusable(file: key, reason: "every user may read this private key: chmod 600")
        }
        do {
            return (chain.map { .certificate($0) }, .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        } catch {
            throw Unusable(file: key, reason: "no private key in PEM form can be read from it: \(error)")
        }
    }

    private static func requireReadable(_ file: String) throws {
        guard FileManager.default.fileExists(atPath: file) else {
            throw Unusable(file: file, reason: "there is no such file")
        }
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw Unusable(file: file, reason: "this program's user may not read it")
        }
    }

    package static func certificates(in file: String) throws -> [NIOSSLCertificate] {
        try requireReadable(file)
        let found: [NIOSSLCertificate]
        do { found = try NIOSSLCertificate.fromPEMFile(file) } catch {
            throw Unusable(file: file, reason: "no certificate in PEM form can be read from it: \(error)")
        }
        guard !found.isEmpty else { throw Unusable(file: file, reason: "it holds no certificate in PEM form") }
        return found
    }

    /// What a server needs to speak TLS as this certificate's subject.
    package func serverConfiguration() throws -> TLSConfiguration {
        let (chain, key) = try load()
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        try Self.check(configuration, self.key)
        return configuration
    }

    /// Fails where the key is not the certificate's.
    static func check(_ configuration: TLSConfiguration, _ key: String) throws {
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Unusable(file: key, reason: "the key is not that of the certificate")
        }
    }
}

/// How banks by wire are known, and how they know us.
package struct BankTLS: Sendable, Equatable {
    /// The certificates that banks' own must be signed by, in place of the machine's list.
    package let authority: String?
    /// What we show to a bank that asks.
    package let client: CertificateFiles?

    package init(authority: String?, client: CertificateFiles?) {
        self.authority = authority
        self.client = client
    }

    func configuration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authority {
            configuration.trustRoots = .certificates(try CertificateFiles.certificates(in: authority))
        }
        if let client {
            let (chain, key) = try client.load()
            configuration.certificateChain = chain
            configuration.privateKey = key
            try CertificateFiles.check(configuration, client.key)
        }
        return configuration
    }
}
