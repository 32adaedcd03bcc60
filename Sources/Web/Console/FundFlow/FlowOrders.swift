internal import Recovery
internal import Synchronization

/// The order in which each incident's cards were last drawn, so that an answer moves no card without need.
package final class FlowOrders: Sendable {
    /// More than are looked at in a shift; then all are forgotten, and pictures are laid out afresh.
    private static let most = 1000

    private let orders = Mutex<[IncidentID: [String]]>([:])

    func last(of incident: IncidentID) -> [String] { orders.withLock { $0[incident] ?? [] } }

    func keep(_ order: [String], of incident: IncidentID) {
        orders.withLock { orders in
            if orders.count >= Self.most, orders[incident] == nil { orders = [:] }
            orders[incident] = order
        }
    }
}
