internal import Jurisdiction
internal import Prevention
internal import Primitives

/// The fields in which an attempt is reported, on the desk and on the phone.
struct AttemptFields {
    let entered: Form
    let problems: [FieldProblem]
    let mayVisit: Bool
    let language: Language

    init(_ entered: Form, _ problems: [FieldProblem], mayVisit: Bool, _ language: Language) {
        self.entered = entered
        self.problems = problems
        self.mayVisit = mayVisit
        self.language = language
    }

    var html: HTML {
        """
        \(choice("channel", .wayWord, channels))\(choice("target", .targetWord, targets))\
        \(choice("outcomeOfTry", .cameOfIt, results))\(text("time", .timeOfTry))\
        \(text("avoided", .avoidedWord, .digits))\(text("held", .sumHeldWord, .digits))\(text("loss", .sumLostWord, .digits))\
        \(text("place", .placeWord))\(text("companion", .companionWord))\(witness)\(steps)\
        \(text("refusalToSign", .refusalToSignWord))\(text("note", .noteWord, .lines(2)))
        """
    }

    private var channels: [Field.Option] {
        let all: [Attempt.Channel] =
            mayVisit ? [.call, .visit, .message, .robotCall, .counter] : [.call, .message, .robotCall]
        return all.map { .init($0.rawValue, language(.attemptChannel($0))) }
    }

    private var targets: [Field.Option] {
        Attempt.Target.allCases.map { .init($0.rawValue, language(.attemptTarget($0))) }
    }

    /// What the talk came to, and under it why there was none: one choice, so that they cannot contradict each other.
    private var results: [Field.Option] {
        Attempt.Result.allCases.map { .init($0.rawValue, language(.attemptResult($0))) }
            + Attempt.NotReached.allCases.map { .init("no-\($0.rawValue)", language(.notReached($0))) }
    }

    private func choice(_ name: String, _ label: Text, _ options: [Field.Option]) -> HTML {
        Field(name, language(label), value: entered[name], control: .choice(options)).html(language)
    }

    private func text(_ name: String, _ label: Text, _ control: Field.Control = .text) -> HTML {
        let problem = problems.first { $0.field == name }
        return Field(
            name, language(label), value: entered[name], control: control,
            note: problem.map { .wrong(language(.problem($0))) }
        ).html(language)
    }

    private func check(_ name: String, _ words: String) -> HTML {
        """
        <label class="check"><input type="checkbox" name="\(name)" value="yes"\(attribute: "checked", if: entered[name] == "yes")><span>\(words)</span></label>
        """
    }

    private var witness: HTML { check("witness", language(.companionIsWitness)) }

    private var steps: HTML {
        let boxes = Attempt.Step.allCases.map { check("step-\($0.rawValue)", language(.visitStep($0))) }
        return """
            <fieldset class="cks whole-row"><legend>\(language(.visitStepsTitle))</legend>\(boxes)\(check("acknowledged", language(.acknowledgedWord)))</fieldset>
            """
    }
}

extension Form {
    /// The attempt of the form; throws `Problems` for what cannot be read.
    func attempt(at now: Timestamp, fraudType: String) throws -> Attempts.New {
        guard let channel = Attempt.Channel(rawValue: self["channel"]),
            let target = Attempt.Target(rawValue: self["target"])
        else { throw FormFault.unreadable }
        var problems: [FieldProblem] = []
        var report = AttemptReport()
        let outcome = self["outcomeOfTry"]
        if outcome.hasPrefix("no-") {
            guard let why = Attempt.NotReached(rawValue: String(outcome.dropFirst(3))) else {
                throw FormFault.unreadable
            }
            report.notReached = why
        } else {
            guard let result = Attempt.Result(rawValue: outcome) else { throw FormFault.unreadable }
            (report.isReached, report.result) = (true, result)
        }
        report.avoided = amount("avoided", &problems)
        report.held = amount("held", &problems)
        report.loss = amount("loss", &problems)
        let moment = time(now, &problems)
        guard problems.isEmpty else { throw Problems(problems) }
        (report.place, report.companion, report.note) = (self["place"], self["companion"], self["note"])
        (report.isCompanionWitness, report.isAcknowledged) = (self["witness"] == "yes", self["acknowledged"] == "yes")
        report.refusalToSign = self["refusalToSign"]
        report.steps = Set(Attempt.Step.allCases.filter { self["step-\($0.rawValue)"] == "yes" })
        report.fraudType = fraudType
        return Attempts.New(channel: channel, target: target, at: moment, report: report)
    }

    /// When it was; now where nothing is written.
    private func time(_ now: Timestamp, _ problems: inout [FieldProblem]) -> Timestamp {
        guard !self["time"].isBlank else { return now }
        do { return try TimeText.parse(self["time"], relativeTo: CivilTime(now)).timestamp } catch {
            problems.append(FieldProblem("time", .timeUnreadable, found: self["time"]))
            return now
        }
    }

    private func amount(_ name: String, _ problems: inout [FieldProblem]) -> Money {
        guard !self[name].isBlank else { return .zero }
        do { return try AmountText.parse(self[name]) } catch {
            problems.append(FieldProblem(name, error.rule, found: self[name]))
            return .zero
        }
    }
}

/// The account of a warned person that is to be held before he pays.
struct ProtectFields {
    let entered: Form
    let problems: [FieldProblem]
    let language: Language

    var isEntered: Bool { !entered["account"].isEmpty || !entered["bank"].isEmpty }

    var html: HTML {
        let fields = [("account", Text.protectAccount), ("bank", .protectBank)].map { name, words in
            Field(
                name, language(words), value: entered[name],
                note: problems.first { $0.field == name }.map { .wrong(language(.problem($0))) }
            ).html(language)
        }
        return "\(fields)"
    }
}
