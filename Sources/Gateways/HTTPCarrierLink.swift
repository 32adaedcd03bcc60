internal import AsyncHTTPClient
internal import Foundation
package import Messaging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Primitives

/// What a carrier by HTTP is asked and answers, in JSON.
package enum CarrierWire {
    package struct Handed: Codable, Sendable, Equatable {
        /// Our own id: a carrier takes each once.
        package let id: String
        package let to: String
        package let text: String
        package let kind: String
        /// RFC 3339; from then on it is not delivered.
        package let notAfter: String

        package init(id: String, to: String, text: String, kind: String, notAfter: String) {
            (self.id, self.to, self.text) = (id, to, text)
            (self.kind, self.notAfter) = (kind, notAfter)
        }
    }

    package struct Answer: Codable, Sendable, Equatable {
        package enum Status: String, Codable, Sendable {
            case accepted, refused, busy, delivered, failed, expired
            /// The carrier never had it.
            case missing
            case unknown
        }

        package let id: String
        package let status: Status
        package let reference: String?
        package let code: String?

        package init(id: String, status: Status, reference: String? = nil, code: String? = nil) {
            (self.id, self.status, self.reference, self.code) = (id, status, reference, code)
        }
    }

    package struct Submission: Codable, Sendable {
        package let messages: [Handed]
        package init(messages: [Handed]) { self.messages = messages }
    }
    package struct Question: Codable, Sendable {
        package let ids: [String]
        package init(ids: [String]) { self.ids = ids }
    }
    package struct Answers: Codable, Sendable {
        package let answers: [Answer]
        package init(answers: [Answer]) { self.answers = answers }
    }

    /// Which reports were written down, so that they do not come again.
    package struct Taken: Codable, Sendable {
        package let taken: [Int64]
        package init(taken: [Int64]) { self.taken = taken }
    }

    package struct Report: Codable, Sendable {
        package let number: Int64
        package let id: String
        package let status: Answer.Status
        package let code: String?

        package init(number: Int64, id: String, status: Answer.Status, code: String? = nil) {
            (self.number, self.id, self.status, self.code) = (number, id, status, code)
        }
    }

    /// What a person answered.
    package struct Reply: Codable, Sendable {
        package let number: Int64
        package let from: String
        package let text: String

        package init(number: Int64, from: String, text: String) {
            (self.number, self.from, self.text) = (number, from, text)
        }
    }

    package struct News: Codable, Sendable {
        package let reports: [Report]
        package let replies: [Reply]
        package init(reports: [Report], replies: [Reply]) { (self.reports, self.replies) = (reports, replies) }
    }
}

/// A carrier by HTTP: `messages`, `questions` and `reports` are posted under its address.
package final class HTTPCarrierLink: CarrierLink {
    package struct Settings: Sendable, Equatable {
        package var address: String
        /// Sent as a bearer token; nil where the carrier knows us by our certificate.
        package var token: String?
        package var timeout: Duration

        package init(address: String, token: String? = nil, timeout: Duration = .seconds(5)) {
            (self.address, self.token, self.timeout) = (address, token, timeout)
        }
    }

    private let settings: Settings
    private let client: HTTPClient
    private static let answerBytesMax = 8 * 1024 * 1024
    /// Messages in one request.
    private static let requestMax = 200

    package init(_ settings: Settings, tls: BankTLS? = nil) throws {
        self.settings = settings
        var configuration = HTTPClient.Configuration(tlsConfiguration: try tls?.configuration())
        // A connection that is refused is known to have carried nothing only when it is told at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func shutDown() throws { try client.syncShutdown() }

    private enum Failure: Error {
        /// The request was never begun, or the carrier said that it has done nothing.
        case notTaken(String)
        case lost(String)

        var outcome: HandingOutcome {
            switch self {
            case .notTaken(let reason): .notTaken(reason: reason)
            case .lost(let reason): .lost(reason: reason)
            }
        }
    }

    package func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome] {
        let startBy = NIODeadline.now() + limit.timeAmount
        return chunks(of: messages) { (chunk: [Message]) throws(Failure) -> [CarrierWire.Answer] in
            guard NIODeadline.now() < startBy else { throw .notTaken("too slow") }
            let handed = chunk.map { message in
                CarrierWire.Handed(
                    id: message.id.description, to: message.recipient.text, text: message.text,
                    kind: message.kind.rawValue, notAfter: CivilTime(message.notAfter).rfc3339)
            }
            let answers: CarrierWire.Answers = try post("messages", CarrierWire.Submission(messages: handed))
            return answers.answers
        }
    }

    package func ask(_ messages: [Message]) -> [HandingOutcome] {
        chunks(of: messages) { (chunk: [Message]) throws(Failure) -> [CarrierWire.Answer] in
            do throws(Failure) {
                let question = CarrierWire.Question(ids: chunk.map(\.id.description))
                let answers: CarrierWire.Answers = try post("questions", question)
                return answers.answers
            } catch .notTaken(let reason) {
                // Not asked is not the same as never handed over.
                throw .lost(reason)
            }
        }
    }

    private func chunks(
        of messages: [Message], _ exchange: ([Message]) throws(Failure) -> [CarrierWire.Answer]
    ) -> [HandingOutcome] {
        stride(from: 0, to: messages.count, by: Self.requestMax).flatMap { start -> [HandingOutcome] in
            let chunk = Array(messages[start..<min(start + Self.requestMax, messages.count)])
            do throws(Failure) {
                let answers = Dictionary(try exchange(chunk).map { ($0.id, $0) }) { first, _ in first }
                return chunk.map { answers[$0.id.description].map(Self.outcome) ?? .lost(reason: "not in the answer") }
            } catch {
                return chunk.map { _ in error.outcome }
            }
        }
    }

    private static func outcome(_ answer: CarrierWire.Answer) -> HandingOutcome {
        let code = String((answer.code ?? "").prefix(20))
        switch answer.status {
        case .accepted: return .accepted(reference: answer.reference.map { String($0.prefix(65)) })
        case .refused: return .refused(code: code)
        case .busy: return .notTaken(reason: "busy")
        case .missing: return .notTaken(reason: "never came")
        case .unknown: return .cannotSay(reason: "unknown to the carrier")
        case .delivered, .failed, .expired: return .reported(answer.status.report ?? .failed, code: code)
        }
    }

    package func receive(_ take: (CarrierNews) throws -> Void) throws -> Int {
        let found: CarrierWire.News
        do throws(Failure) { found = try post("reports", CarrierWire.Taken(taken: [])) } catch { return 0 }
        let numbers = found.reports.map(\.number) + found.replies.map(\.number)
        guard !numbers.isEmpty else { return 0 }
        try take(Self.news(found))
        // Where this does not arrive, the same reports come again and change nothing.
        do throws(Failure) {
            let _: CarrierWire.News = try post("reports", CarrierWire.Taken(taken: numbers))
        } catch { return numbers.count }
        return numbers.count
    }

    /// What says nothing of a message's end is left out.
    static func news(_ found: CarrierWire.News) -> CarrierNews {
        var news = CarrierNews()
        for report in found.reports {
            guard let end = report.status.report else { continue }
            guard let id = MessageID(report.id) else {
                news.unread.append("the id in report \(report.number)")
                continue
            }
            news.reports.append(
                DeliveryReport(
                    message: id, reference: nil, report: end, code: String((report.code ?? "").prefix(20))))
        }
        for reply in found.replies where CarrierNews.isOptOut(reply.text) { news.refuse(reply.from) }
        return news
    }

    private func post<Answer: Decodable>(_ path: String, _ body: some Encodable) throws(Failure) -> Answer {
        let response: HTTPClient.Response
        do {
            var request = try HTTPClient.Request(url: "\(settings.address)/\(path)", method: .POST)
            request.headers.add(name: "Content-Type", value: "application/json")
            if let token = settings.token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
            request.body = .data(try CanonicalJSON.encode(body))
            let collector = ResponseAccumulator(request: request, maxBodySize: Self.answerBytesMax)
            response = try client.execute(
                request: request, delegate: collector, deadline: .now() + settings.timeout.timeAmount
            ).futureResult.wait()
        } catch let error as HTTPClientError where error == .connectTimeout || error == .invalidURL {
            throw .notTaken("\(error)")
        } catch let error as NIOConnectionError {
            throw .notTaken("\(error)")
        } catch let error as IOError where error.errnoCode == ECONNREFUSED {
            throw .notTaken("refused")
        } catch {
            throw .lost("\(error)")
        }
        guard response.status != .tooManyRequests else { throw .notTaken("429") }
        guard response.status == .ok, let bytes = response.body else { throw .lost("\(response.status.code)") }
        do {
            return try CanonicalJSON.decode(from: String(buffer: bytes))
        } catch {
            throw .lost("the answer cannot be read")
        }
    }
}

extension CarrierWire.Answer.Status {
    fileprivate var report: Message.Report? {
        switch self {
        case .delivered: .delivered
        case .failed: .failed
        case .expired: .expired
        case .accepted, .refused, .busy, .missing, .unknown: nil
        }
    }
}
