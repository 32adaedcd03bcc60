internal import Journal
internal import Primitives
internal import Storage
internal import Wire

/// What a bank's word on a payment to a victim means.
extension AnswerEffects {
    func repayment(_ answer: BankAnswer, isDone: Bool) throws {
        guard let id = RepaymentID(act.measure) else { throw StorageError.other("act \(act.id) serves no repayment") }
        let event: Repayment.Event =
            isDone
            ? .paid(at: answer.executedAt?.timestamp ?? step.now, serial: answer.rows?.first?.serial)
            : .failed(code: answer.result)
        try ReturnDesk(step: step, rules: rules).carryOut(event, of: id, act: act)
        if !isDone { try doubtPaymentsShown(in: act.account) }
    }
}
