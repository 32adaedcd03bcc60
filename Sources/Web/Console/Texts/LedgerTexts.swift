internal import Primitives
package import Recovery

// Where an incident's money went by the whole ledger.
extension Text {
    package static let wholeLedger = Text("台账追踪", "By the whole ledger")
    package static let openLedger = Text("展开台账", "Open the whole ledger")
    package static let tracedFromStart = Text("起点", "Traced")
    package static let underNoMeasure = Text("尚无措施", "No measure yet")
    package static let underMeasure = Text("有措施", "Under a measure")
    package static let inHubs = Text("枢纽", "In hubs")
    package static let atVictims = Text("回受害人", "Back at victims")
    package static let outsideLedger = Text("出账外", "Left the ledger")
    package static let notFollowedOn = Text("未再跟", "Not followed on")
    package static let countedOnce = Text("并入另一笔报案", "In another report")

    package static let freeFirst = Text("尚无止付、冻结的账户", "Accounts without a stop or freeze")
    package static let noneFree = Text(
        "台账里本案资金所在的账户都有措施。", "Each account that has this money in the ledger is under a measure.")
    package static func moreFree(_ accounts: Int, _ sum: String) -> Text {
        Text("另 \(accounts) 户，合计 \(sum) 元", "\(accounts) more, \(sum) yuan in all")
    }
    package static let arrivedColumn = Text("首笔到账", "First arrival")
    package static let receivedYuan = Text("收到（元）", "Received (yuan)")
    package static let presentYuan = Text("账末余（元）", "There at its end (yuan)")
    package static let accountsColumn = Text("户数", "Accounts")
    package static let freeYuan = Text("尚无措施（元）", "No measure (yuan)")
    package static let othersYuan = Text("其他在账（元）", "Other, there (yuan)")

    package static let byTierAndBank = Text("按层级和机构", "By tier and bank")
    package static let bankUntold = Text("机构不明", "bank not known")
    package static func tierSums(_ tier: Int, accounts: Int, received: String) -> Text {
        Text("\(chineseNumber(tier))级　\(accounts) 户　收 \(received)", "Tier \(tier)　\(accounts) accounts　in \(received)")
    }
    package static func moreBanks(_ banks: Int) -> Text { Text("另 \(banks) 家机构", "\(banks) more banks") }
    package static let noSuchAccounts = Text("没有这样的账户。", "There are no such accounts.")

    package static let startsTitle = Text("从哪几笔报案起", "Which reports it starts from")
    package static func moreStarts(_ count: Int) -> Text { Text("另 \(count) 笔", "\(count) more") }
    package static let noReports = Text("还没有报案的转账。", "No payment is reported yet.")
    package static let cutsTitle = Text("限额处未再跟", "Where a limit stopped")
    package static let noCuts = Text("没有被限额截断的资金。", "No limit stopped any of the money.")
    package static let notFollowedYuan = Text("未再跟（元）", "Not followed (yuan)")
    package static let firstNotFollowed = Text("首笔未跟", "First not followed")
    package static func moreCuts(_ count: Int, _ sum: String) -> Text {
        Text("另 \(count) 处，合计 \(sum) 元", "\(count) more, \(sum) yuan in all")
    }

    package static func ledgerSpan(_ transfers: Int, _ first: String, _ last: String) -> Text {
        Text("台账 \(transfers) 笔，\(first) 至 \(last)", "\(transfers) transfers, \(first) to \(last)")
    }
    package static func ledgerLimits(depth: Int, breadth: Int, least: String) -> Text {
        Text(
            "最多 \(depth) 级，每户先出的 \(breadth) 笔，每笔至少 \(least) 元，不穿枢纽",
            "\(depth) tiers, the first \(breadth) payments of an account, at least \(least) yuan each, not through hubs"
        )
    }
    package static let ledgerIsALook = Text(
        "账末的样子，此后可能已动；指令仍由银行应答的追踪引发。",
        "As it was at the ledger's end; orders still follow from the trace of the banks' answers.")

    package static func ledgerFault(_ sight: LedgerSight) -> Text? {
        switch sight {
        case .seen: nil
        case .damaged(let file, let offset):
            Text(
                "台账文件 \(file) 第 \(offset) 字节起损坏，不据此作答。请运维用 shouwang ledger verify 查验后重导。",
                "The ledger's file \(file) is damaged at byte \(offset), so nothing is answered from it. Have it checked with shouwang ledger verify and imported again."
            )
        case .withoutMoments:
            Text(
                "台账只有次序，没有时刻，报案的转账无从对上。",
                "The ledger counts steps and has no times, so no reported payment can be found in it.")
        case .unreadable:
            Text(
                "台账打不开，不据此作答。请运维看日志。",
                "The ledger cannot be opened; nothing is answered from it. See the program's log.")
        case .sumsDisagree:
            Text(
                "台账追踪加总不符，不显示。请报运维。", "What was traced does not add up and is not shown. Tell whoever runs the program."
            )
        }
    }

    package static func startFinding(_ finding: LedgerLook.Start.Finding) -> Text {
        switch finding {
        case .found: Text("台账有这一笔", "in the ledger")
        case .factsMissing: Text("收款账号、金额或时间还没问到", "payee's number, amount or time still missing")
        case .payeeNotThere: Text("台账里没有这个收款账号", "the ledger has no such payee")
        case .ledgerEnds: Text("台账还没到这个时间", "the ledger ends before it")
        case .notThere: Text("台账里没有相符的一笔", "no such transfer in the ledger")
        case .notOne(let transfers, let reports):
            Text(
                "台账有 \(transfers) 笔相符，报案有 \(reports) 笔，对不准，未跟",
                "\(transfers) transfers fit \(reports) reports: not followed, none is guessed")
        }
    }

    package static func ledgerLimit(_ limit: LedgerLook.Limit) -> Text {
        switch limit {
        case .depth: depthCut
        case .breadth: Text("笔数到限", "more payments than the limit")
        case .least: leastCut
        }
    }
}
