/// Transfers in their order that do not change any more, and the memory that they lie in.
struct Sheet: Sendable {
    let said: Said
    let times: Column<Int64>
    let payers: Column<UInt32>
    let payees: Column<UInt32>
    /// In fen.
    let amounts: Column<Int64>
    /// Where the ids are the numbers that count up from here, they are not kept.
    let idsCountFrom: Int?
    let ids: Texts
    let serials: Texts?
    let payerBalances: Column<Int64>
    let payeeBalances: Column<Int64>
    /// The lines of the file; empty where there is none.
    let lines: Column<UInt32>
    let regions: [Region]

    var count: Int { times.count }

    /// Its columns are read until here.
    func stay() { withExtendedLifetime(regions) {} }
}

extension Batch {
    /// The transfers, which nobody changes any more.
    mutating func sheet() -> Sheet {
        var regions: [Region] = []
        func keep<Element>(_ pile: inout Pile<Element>) -> Column<Element> {
            let kept = pile.kept()
            regions.append(kept.region)
            return kept.column
        }
        let serials = Texts(ends: keep(&serialEnds), bytes: keep(&serialBytes))
        let ids = Texts(ends: keep(&idEnds), bytes: keep(&idBytes))
        return Sheet(
            said: said, times: keep(&times), payers: keep(&payers), payees: keep(&payees), amounts: keep(&amounts),
            idsCountFrom: idsCountFrom, ids: ids, serials: said.serials ? serials : nil,
            payerBalances: keep(&payerBalances), payeeBalances: keep(&payeeBalances), lines: keep(&lines),
            regions: regions)
    }
}
