internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Workflow

extension IntakeModel {
    /// The page as the form stands; throws `Refusal` to whoever may not register.
    static func load(
        _ form: IntakeForm, _ platform: Platform, _ visit: Visit, errors: [FieldProblem] = [], key: String? = nil
    ) throws -> IntakeModel {
        try visit.principal.permit(.registerIncident, in: visit.principal.unit, bank: nil)
        var form = form
        if form.head.channel.isEmpty { form.head.channel = ReportChannel.hotline96110.rawValue }
        let rules = platform.pack.rules(on: CivilTime(visit.now).day)
        var model = IntakeModel(
            form: form, preview: try platform.incidents.preview(form.intake, by: visit.principal, at: visit.now),
            errors: errors, channels: options(rules.codes(.channels), visit.language),
            fraudTypes: options(rules.codes(.fraudTypes), visit.language),
            stopHours: rules.stopPaymentTerm.wholeSeconds / 3600, basis: rules[.stopPaymentTerm].basis,
            hiddenFields: visit.formFields(key: key),
            evidenceKinds: rules.codes(.evidenceKinds).map { ".\($0.code)" }.joined(separator: ","),
            hasLostFiles: !visit.form.files("evidence").isEmpty, now: visit.now, language: visit.language)
        if form.read.isOf(form.head.narrative) {
            model.reading = StatementReading(form.head.narrative, day: CivilTime(visit.now).day)
        }
        return model
    }

    private static func options(_ codes: [Code], _ language: Language) -> [Field.Option] {
        codes.map { Field.Option($0.code, language(Text($0.name.zh, $0.name.en))) }
    }
}

extension Visit {
    /// The hidden fields of a form; `key` is kept where the form comes back unsent, so that it stays one act.
    func formFields(key: String?) -> HTML {
        guard let key, !key.isEmpty else { return formFields }
        return """
            <input type="hidden" name="csrf" value="\(signedIn.token.formToken)">\
            <input type="hidden" name="key" value="\(key)">
            """
    }
}
