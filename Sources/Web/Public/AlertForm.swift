internal import Jurisdiction
internal import Prevention
internal import Primitives

/// What a relative's form says, as a report.
enum AlertForm {
    static let needed: Set = ["phone", "note", "relative", "relation", "relativePhone"]

    /// What somebody beside him can see: that relatives worry is said by the report itself.
    static func signs(_ rules: Rules) -> [Code] {
        rules.codes(.warningSigns).filter { seen.contains($0.code) }
    }

    private static let seen: Set = [
        "TALKING_NOW", "SCREEN_SHARED", "TRANSFER_UNUSUAL", "CASH_SUDDEN", "APP_REGISTERED", "CHAT_JOINED",
    ]
    /// 亲属反映正在受骗
    private static let ofFamily = "FAMILY_REPORT"

    /// The receipt's number follows from the form's key, so that a form sent twice has one.
    static func report(_ form: Form, number: String, otherwise place: String, _ rules: Rules) throws(Problems)
        -> SightingReport
    {
        let missing = needed.sorted().filter { form[$0].isBlank }.map { FieldProblem($0, .required) }
        guard missing.isEmpty else { throw Problems(missing) }
        let ticked = signs(rules).map(\.code).filter { form["sign-\($0)"] == "yes" }
        return SightingReport([
            .source: Sighting.Source.family.rawValue, .sourceNumber: number,
            .signs: ([ofFamily] + ticked).joined(separator: " "), .name: form["name"], .phone: form["phone"],
            .place: form["place"].isBlank ? place : form["place"], .home: form["home"], .stake: form["stake"],
            .note: form["note"], .relative: "\(form["relative"])（\(form["relation"])）",
            .relativePhone: form["relativePhone"],
        ])
    }
}
