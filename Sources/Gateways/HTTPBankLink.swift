internal import AsyncHTTPClient
package import Foundation
internal import NIOCore
internal import NIOHTTP1
package import Recovery

/// Banks by wire: posts the sealed order to the bank's address.
package final class HTTPBankLink: BankLink {
    private let client: HTTPClient
    private let timeout: TimeAmount
    /// Whether orders go by TLS alone.
    private let needsTLS: Bool
    private static let answerBytesMax = 8 * 1024 * 1024

    /// `timeout` is for one call, from connecting to the last byte. With `tls`, no order goes to an address without it.
    package init(timeout: Duration, tls: BankTLS? = nil) throws {
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: try tls?.configuration()))
        needsTLS = tls != nil
        self.timeout = .milliseconds(
            timeout.components.seconds * 1000 + timeout.components.attoseconds / 1_000_000_000_000_000)
    }

    package func shutDown() throws { try client.syncShutdown() }

    package func deliver(_ envelope: Data, to bank: Bank) -> BankReply {
        guard let address = bank.address else { return .refused("no address") }
        guard !needsTLS || address.hasPrefix("https://") else { return .refused("the address is not https") }
        do {
            var request = try HTTPClient.Request(url: address, method: .POST)
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .data(envelope)
            let collector = ResponseAccumulator(request: request, maxBodySize: Self.answerBytesMax)
            let response = try client.execute(request: request, delegate: collector, deadline: .now() + timeout)
                .futureResult.wait()
            return reply(
                status: Int(response.status.code), body: response.body.map { Data($0.readableBytesView) } ?? Data())
        } catch {
            return .failed("\(error)")
        }
    }

    private func reply(status: Int, body: Data) -> BankReply {
        switch status {
        case 200: .answers([body])
        case 202: .accepted
        case 400, 401, 403, 404, 409, 413, 422:
            .refused("\(status) " + String(decoding: body.prefix(300), as: UTF8.self))
        default: .failed("\(status)")
        }
    }
}
