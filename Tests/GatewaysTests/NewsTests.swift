import Messaging
import Primitives
import Testing

@testable import Gateways

/// What carriers report, as far as it can be read; the rest is named and never dropped in silence.
@Suite struct NewsTests {
    private static func unit(_ number: UInt32, _ text: String, from: String = "8613800138000", esmClass: UInt8 = 0)
        -> SMPPPDU
    {
        var message = SMPPMessage(
            source: SMPPAddress(kind: 1, plan: 1, digits: from),
            destination: SMPPAddress(kind: 0, plan: 0, digits: "10690096110"))
        message.esmClass = esmClass
        message.content = Array(text.utf8)
        return SMPPPDU(.deliver, sequence: number, body: message.body)
    }

    @Test("by SMPP: what cannot be read, a receipt without a message and an opt-out without a number are named")
    func smpp() throws {
        var cut = Self.unit(4, "TD")
        cut = SMPPPDU(.deliver, sequence: 4, body: Array(cut.body.prefix(9)))
        let news = SMPPCarrierLink.news([
            Self.unit(1, "TD"), Self.unit(2, "TD", from: "x"), Self.unit(3, "stat:DELIVRD", esmClass: 4), cut,
            Self.unit(5, "id:c-1 stat:DELIVRD err:000", esmClass: 4), Self.unit(6, "谢谢", from: "x"),
        ])
        #expect(news.optOuts == [try PhoneNumber("13800138000")])
        #expect(news.reports.map(\.reference) == ["c-1"])
        #expect(news.unread.count == 3)
        #expect(news.unread[0] == "the number of one who wants no publicity")
        #expect(news.unread[1] == "deliver_sm 3: a receipt that names no message")
        #expect(news.unread[2].hasPrefix("deliver_sm 4: short"))
    }

    @Test("by HTTP: a report of no message of ours and an opt-out without a number are named")
    func http() throws {
        let id = MessageID(value: 7).description
        let news = HTTPCarrierLink.news(
            CarrierWire.News(
                reports: [
                    .init(number: 1, id: id, status: .delivered), .init(number: 2, id: "x", status: .failed),
                    .init(number: 3, id: id, status: .accepted),
                ],
                replies: [
                    .init(number: 4, from: "13800138000", text: "TD"), .init(number: 5, from: "?", text: "退订"),
                    .init(number: 6, from: "?", text: "谢谢"),
                ]))
        #expect(news.reports.map(\.message) == [MessageID(value: 7)])
        #expect(news.optOuts == [try PhoneNumber("13800138000")])
        #expect(news.unread == ["the id in report 2", "the number of one who wants no publicity"])
    }
}
