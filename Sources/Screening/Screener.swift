package import Jurisdiction
internal import Primitives
package import Reading

/// Says of a text or a host whether it is a fraud's, and why. The only place where that is decided.
///
/// A model that is unsure adds nothing: only facts can then reach the threshold.
package struct Screener: Sendable {
    private let rules: Rules
    private let weights: ScreeningRules
    private let hosts: KnownHosts
    private let scripts: KnownScripts
    private let model: LabelModel

    /// Ages of lists count up to the day of `rules`; `model` tells texts of frauds, `1`, from harmless ones.
    package init(
        _ rules: Rules, hosts: KnownHosts = KnownHosts(), scripts: KnownScripts = KnownScripts(),
        model: LabelModel = .shippedFrauds
    ) {
        self.rules = rules
        weights = rules.screening
        self.hosts = hosts
        self.scripts = scripts
        self.model = model
    }

    /// Hosts of one text of which a model is asked; all are looked up in the list.
    private static let opinionsMost = 20

    /// Whether what is to be screened as a host is longer than one can be.
    package static func isTooLong(host address: String) -> Bool {
        HostName.of(address).utf8.count > HostName.lengthMost
    }

    package func assess(_ text: String, _ kind: ScreenedKind) -> Assessment {
        kind == .host ? assessment(kind, pieces(ofHost: HostName.of(text), asksModel: true)) : assess(text: text, kind)
    }

    private func assess(text: String, _ kind: ScreenedKind) -> Assessment {
        let reading = Reading(text, day: nil)
        let addresses = reading.entities.filter { $0.kind == .link || $0.kind == .host }.map(\.value)
        var seen: Set<String> = []
        let hosts = addresses.map(HostName.of).filter { seen.insert($0).inserted }
        // Many hosts are not many reasons: the gravest one counts.
        let host = hosts.enumerated()
            .map { place, host in pieces(ofHost: host, asksModel: place < Self.opinionsMost) }
            .max { Self.points($0) < Self.points($1) }
        let (worded, type) = pieces(ofText: reading.text.plain)
        return assessment(kind, worded + (host ?? []), type)
    }

    private func assessment(_ kind: ScreenedKind, _ pieces: [Piece], _ type: Assessment.FraudType? = nil) -> Assessment
    {
        Assessment(
            kind: kind, pieces: pieces, type: type, warnFrom: weights.warnFrom(kind),
            sign: rules.code(kind.rawValue, in: .screenedKinds)?.sign ?? String())
    }

    private static func points(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + $1.points } }

    // MARK: texts

    private func pieces(ofText text: String) -> ([Piece], Assessment.FraudType?) {
        guard !text.isBlank else { return ([], nil) }
        let answer = model.answer(text)
        let fraud = answer.confidence(of: LabelModel.fraud)
        var pieces: [Piece] = []
        if !answer.isFamiliar {
            pieces.append(Piece(cause: .unfamiliarText, points: 0))
        } else if fraud > 0.5 {
            let words = model.because(text, LabelModel.fraud).filter(\.isPrintable)
            let points = Evidence.points(fraud, most: min(weights.textPointsMax, Evidence.most(text)))
            pieces.append(Piece(cause: .text(percent: Self.percent(fraud), words: words), points: points))
        }
        if let percent = scripts.likeness(of: text, least: weights.copyPercent) {
            pieces.append(Piece(cause: .copy(percent: percent), points: weights.copyPoints))
        }
        return (pieces, pieces.isEmpty ? nil : Self.type(of: text))
    }

    private static func type(of text: String) -> Assessment.FraudType? {
        let answer = LabelModel.shipped.answer(text)
        return answer.ranking.first { $0.label != LabelModel.noFraud }.map {
            Assessment.FraudType(
                code: $0.label, percent: percent($0.confidence), isSure: answer.isSure && answer.label == $0.label)
        }
    }

    // MARK: hosts

    private func pieces(ofHost host: String, asksModel: Bool) -> [Piece] {
        guard !host.isEmpty else { return [] }
        if let entry = hosts.entry(of: host) { return [listed(host, entry)] }
        guard asksModel else { return [] }
        let brands = HostReason.all(of: host).compactMap { reason -> Piece? in
            guard case .looksLike(let name) = reason else { return nil }
            return Piece(cause: .brand(host: host, name: name), points: weights.brandPoints)
        }
        return brands.prefix(1) + byModel(host)
    }

    private func byModel(_ host: String) -> [Piece] {
        guard let opinion = HostOpinion(host), opinion.fraud > 0.5 else { return [] }
        let cause = Piece.Cause.host(host, percent: Self.percent(opinion.fraud), parts: opinion.parts)
        return [Piece(cause: cause, points: Evidence.points(opinion.fraud, most: weights.hostPointsMax))]
    }

    private func listed(_ host: String, _ entry: KnownHosts.Entry) -> Piece {
        let daysAgo = entry.daysAgo(on: rules.day)
        let isFresh = daysAgo.map { $0 <= weights.listedFreshDays } ?? false
        return Piece(
            cause: .listed(host: host, daysAgo: daysAgo),
            points: isFresh ? weights.listedPoints : weights.listedOldPoints)
    }

    private static func percent(_ share: Double) -> Int { Int(share * 100) }
}
