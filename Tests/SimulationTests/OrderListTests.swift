import Primitives
import Recovery
import Simulation
import Storage
import Testing
import Wire
import Workflow

@Suite struct OrderListTests {
    @Test("What is out at the banks is listed by stage and bank, the same for a unit with few incidents and with many")
    func paths() throws {
        var city = try VirtualCity(VirtualCity.Plan(seed: 3, incidents: 3))
        try city.run(until: VirtualCity.start + .minutes(70))
        let now = city.clock.now()
        try city.platform.database.read { tx in
            let table = OrderListTable(tx)
            let all = try table.newest(under: DemoCity.centre, OrderFilter(), before: nil, limit: 1000, at: now)
            #expect(all.count > 20 && all.map(\.act) == all.map(\.act).sorted(by: >))
            for stage in [nil] + OrderFilter.Stage.allCases.map(Optional.some) {
                for bank in [nil, all[0].bank] {
                    let expected = all.filter {
                        (bank == nil || $0.bank == bank) && Self.isAt(stage, $0, now)
                    }
                    for few in [0, 1000] {
                        let found = try table.newest(
                            under: DemoCity.centre, OrderFilter(bank: bank, stage: stage), before: nil, limit: 1000,
                            at: now, few: few)
                        #expect(found == expected, "\(String(describing: stage)) \(bank ?? "any bank") few \(few)")
                    }
                }
            }
            let second = try table.newest(
                under: DemoCity.centre, OrderFilter(), before: all[4].act, limit: 3, at: now, few: 0)
            #expect(second == Array(all[5..<8]))
        }
    }

    private static func isAt(_ stage: OrderFilter.Stage?, _ line: OrderLine, _ now: Timestamp) -> Bool {
        let isInForce = line.kind == .stop && line.stop == .executed
        return switch stage {
        case nil: true
        case .open: line.state == .open && line.answerDue > now
        case .overdue: line.state == .open && line.answerDue <= now
        case .answered: line.state == .answered
        case .dead: line.state == .dead
        case .inForce: isInForce
        case .endsSoon: isInForce && line.stopEndsAt.map { $0 <= now + .hours(12) } ?? false
        }
    }
}
