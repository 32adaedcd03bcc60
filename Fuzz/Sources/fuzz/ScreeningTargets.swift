import Jurisdiction
import Primitives
import Reading

@testable import Screening

let screeningTargets: [Target] = [
    Target(
        "screening", "the pieces are the score, the score is the verdict, and the same text is screened the same again",
        seeds: [
            "M【兼职】点赞员日结300元，先垫付做任务后返佣金，名额有限，加QQ群领取福利单，联单完成立即提现", "H\(screenedHosts[0])",
            "T您好，我是平台客服，您购买的商品因质量问题已下架，我们将为您办理三倍理赔，请您下载会议软件", "C明天上午十点开会，材料在 http://a.b-vip.top:80/a",
            "Mhttp://icbc.com.cn@ta0bao.com/x xn--fiq228c.com 1.2.3.4",
        ], longest: 2048
    ) { text in
        let kinds: [Character: ScreenedKind] = ["H": .host, "T": .transcript, "C": .chat]
        let kind = text.first.flatMap { kinds[$0] } ?? .message
        let content = String(text.dropFirst())
        let found = screener.assess(content, kind)
        hold(found.points == found.pieces.reduce(0) { $0 + $1.points }, "\(found)")
        hold(found.pieces.allSatisfy { $0.points >= 0 }, "a piece speaks against: \(found.pieces)")
        hold((found.verdict == .warned) == (found.points >= found.warnFrom), "\(found)")
        let other = screener.assess(content, kind)
        hold(other == found, "\(found) and then \(other)")
        for piece in found.pieces {
            hold(piece.reason.zh.utf8.count < 2_000 && !piece.reason.en.isEmpty, "\(piece.reason.zh)")
        }
    },
    Target(
        "hosts", "a host stands in its address, its registered name ends it, and the model's opinion is a share",
        seeds: [
            "http://icbc.com.cn@Evil.top.:80/login?a=1#b", "xn--fiq228c.com", "1.2.3.4", "a-b-c-8899.net",
            "item.taobao.com", "..",
            "hxxps://ta0bao.com/\u{301}", "İ.com",
        ], longest: 1024
    ) { address in
        let host = HostName.of(address)
        hold(address.lowercased().unicodeScalars.contains(host.unicodeScalars), "\(host) is not in \(address)")
        hold(HostName.of(host) == host, "\(host) becomes \(HostName.of(host))")
        let registered = HostName.registered(host)
        hold(registered.utf8.count <= host.utf8.count, "\(registered) of \(host)")
        hold(HostReason.all(of: address) == HostReason.all(of: address), "reasons change")
        if let opinion = HostOpinion(host) { hold((0...1).contains(opinion.fraud), "\(opinion)") }
    },
    Target(
        "known",
        "a list of hosts is taken whole or its fault is named, and each host that is listed is found, and what is under it",
        seeds: [
            "host,label,day\nfxpay.top,1,2026-03-01\nhttp://a.b.cc/x?y,scam,\nicbc.com.cn,0,\n", "\u{FEFF}a.top,1\n",
            "a.top,2\n", "a,1\n",
            "\"a.top\",phishing,2026-13-01\n",
        ], longest: 2048
    ) { text in
        guard let rows = CSV.rows(text) else { return }
        do throws(KnownHosts.Fault) {
            let known = try KnownHosts(rows: rows)
            hold(known.count <= rows.count, "\(known.count) of \(rows.count)")
            for row in rows.dropFirst() where row.count > 1 && row[1] == "1" {
                let host = HostName.of(row[0])
                hold(known.entry(of: host) != nil, "\(host) is not found")
                if host.utf8.count < 200 { hold(known.entry(of: "a.\(host)") != nil, "nothing under \(host)") }
            }
        } catch {
            hold((1...rows.count).contains(error.line), "\(error)")
        }
    },
]

private let screenedHosts = ["fxpay-vip.top", "old-gold.cc"]
private let screener = Screener(
    rules,
    hosts: KnownHosts([
        .init(screenedHosts[0], reported: CivilTime(present).day), .init(screenedHosts[1], reported: nil),
    ]),
    scripts: KnownScripts(["您好，我是平台客服，您购买的商品因质量问题已下架，我们将为您办理三倍理赔，请您下载会议软件并共享屏幕"]))
