internal import Foundation

/// Certificates made for one test by the program openssl, in a folder that the test deletes.
package struct Certificates: Sendable {
    package struct Unmade: Error { package let said: String }

    private let folder: String

    /// Two authorities: `ca` signs `ours` and `ours-expired` for localhost and `elsewhere` for another machine, and
    /// `stranger` signs `theirs` for localhost.
    package init(in folder: String) throws {
        self.folder = folder
        let process = Process()
        let said = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.script, folder]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = said
        try process.run()
        let words = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unmade(said: words) }
    }

    package func certificate(_ name: String) -> String { "\(folder)/\(name).crt" }
    package func key(_ name: String) -> String { "\(folder)/\(name).key" }

    private static let script = """
        set -e
        cd "$0"
        umask 077
        curve='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
        for ca in ca stranger; do
            openssl req -x509 $curve -days 2 -subj "/CN=$ca" -keyout $ca.key -out $ca.crt
        done
        sign() {
            openssl req $curve -subj "/CN=$1" -keyout $1.key -out $1.csr
            echo "subjectAltName=$4" >$1.ext
            openssl x509 -req -in $1.csr -CA $2.crt -CAkey $2.key -set_serial $$$5 -days $3 -extfile $1.ext -out $1.crt
        }
        sign ours ca 2 DNS:localhost,IP:127.0.0.1 1
        sign ours-expired ca -1 DNS:localhost,IP:127.0.0.1 2
        sign theirs stranger 2 DNS:localhost,IP:127.0.0.1 3
        sign elsewhere ca 2 DNS:bank.example 4
        """
}
