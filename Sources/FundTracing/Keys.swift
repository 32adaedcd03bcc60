package import Primitives

/// A name that the caller gives to a thing of the ledger; equal texts are the same thing.
package protocol TextKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    var text: String { get }
    init(_ text: String)
}

extension TextKey {
    package static func < (a: Self, b: Self) -> Bool { a.text < b.text }
    package var description: String { text }
}

/// An account: the bank's code and the account number, put together by the caller.
package struct AccountKey: TextKey {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// One transfer, however many statements tell of it.
package struct TransferKey: TextKey {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// The incident whose victim the money was taken from.
package struct IncidentKey: TextKey {
    package let text: String
    package init(_ text: String) { self.text = text }
}

/// The total order of the product: the bank's time, then the bank's serial, then arrival here.
package struct TransferOrder: Hashable, Comparable, Sendable {
    package let at: Timestamp
    package let serial: String
    package let arrival: Int64

    package init(at: Timestamp, serial: String = "", arrival: Int64 = 0) {
        self.at = at
        self.serial = serial
        self.arrival = arrival
    }

    /// A shorter serial comes first, so that serials that count up without leading zeros keep their order.
    package static func < (a: TransferOrder, b: TransferOrder) -> Bool {
        if a.at != b.at { return a.at < b.at }
        let (aLength, bLength) = (a.serial.utf8.count, b.serial.utf8.count)
        if aLength != bLength { return aLength < bLength }
        return a.serial == b.serial ? a.arrival < b.arrival : a.serial < b.serial
    }
}
