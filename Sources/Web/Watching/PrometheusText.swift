internal import Primitives

/// Metrics in Prometheus' text format 0.0.4.
struct PrometheusText {
    enum Kind: String { case counter, gauge, histogram, summary }

    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Begins a metric; its samples follow.
    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: KeyValuePairs<String, String>, _ value: String) {
        let pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        text += name + (pairs.isEmpty ? "" : "{\(pairs)}") + " \(value)\n"
    }

    mutating func sample(_ name: String, _ value: String) { sample(name, [:], value) }

    /// A metric of one sample.
    mutating func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible) {
        begin(name, .gauge, help)
        sample(name, "\(value)")
    }

    /// Seconds with six decimals, exact.
    static func seconds(_ duration: Duration) -> String {
        let rest = String(abs(duration.microseconds % 1_000_000))
        let sign = duration < .zero ? "-" : ""
        return
            "\(sign)\(abs(duration.microseconds / 1_000_000)).\(String(repeating: "0", count: 6 - rest.count))\(rest)"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
