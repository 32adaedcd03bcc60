internal import Access
internal import Gateways
package import Hummingbird
internal import Journal
internal import Messaging
internal import Prevention
package import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// What an error is to whoever asked: a status, what happened and what to do, and which fields are wrong.
///
/// The one place where errors get an HTTP status and words.
package struct ErrorResponse: Sendable, Equatable {
    package var status: HTTPResponse.Status
    package var words: Text
    package var fields: [FieldProblem] = []

    init(_ status: HTTPResponse.Status, _ words: Text, fields: [FieldProblem] = []) {
        self.status = status
        self.words = words
        self.fields = fields
    }

    package init(_ error: any Error) {
        self =
            Self.ofEntry(error) ?? Self.ofAccess(error) ?? Self.ofRecovery(error) ?? Self.ofPrevention(error)
            ?? Self.ofWriting(error)
            ?? ErrorResponse(.internalServerError, .serverFailed)
    }

    /// What a rule says against an act, which its page shows beside what was entered; any other error is thrown again.
    static func ofAct(_ error: any Error) throws -> ErrorResponse {
        let response = ErrorResponse(error)
        guard response.status == .unprocessableContent || response.status == .conflict else { throw error }
        return response
    }

    /// In one line: the first field that is wrong, else what happened.
    func line(in language: Language) -> String { fields.first.map { language(.problem($0)) } ?? language(words) }

    private static func ofEntry(_ error: any Error) -> ErrorResponse? {
        switch error {
        case let error as Problems: ErrorResponse(.unprocessableContent, .entryHasProblems, fields: error.all)
        case let error as FieldProblem: ErrorResponse(.unprocessableContent, .entryHasProblems, fields: [error])
        case let error as FieldFault: ErrorResponse(error.status, .requestHasProblems, fields: error.fields)
        case let error as FormFault: ofForm(error)
        case let error as any HTTPResponseError: ErrorResponse(error.status, .ofStatus(Int(error.status.code)))
        default: nil
        }
    }

    private static func ofForm(_ fault: FormFault) -> ErrorResponse {
        switch fault {
        case .token: ErrorResponse(.forbidden, .formNotOfThisSession)
        case .otherSite: ErrorResponse(.forbidden, .formFromOtherSite)
        case .keyMissing, .unreadable: ErrorResponse(.badRequest, .formUnreadable)
        case .tooLarge: ErrorResponse(.contentTooLarge, .formTooLarge)
        }
    }

    private static func ofAccess(_ error: any Error) -> ErrorResponse? {
        switch error {
        case let error as Refusal: ErrorResponse(status(of: error), .refusal(error))
        case is NotFound: ErrorResponse(.notFound, .nothingOfThatNumber)
        case let error as SignInRefusal: ErrorResponse(status(of: error), .signInRefusal(error))
        case let error as TooManyTries: ErrorResponse(.tooManyRequests, .tooManyTries(error.until))
        case let error as PasswordRefusal: ErrorResponse(.unprocessableContent, .passwordRefusal(error))
        case let error as User.Invalid: ErrorResponse(.unprocessableContent, .userInvalid(error))
        case let error as RoleSet.Invalid: ErrorResponse(.unprocessableContent, .rolesInvalid(error))
        case is UnitCode.Invalid: ErrorResponse(.unprocessableContent, .unitCodeHint)
        case is LoginName.Invalid: ErrorResponse(.unprocessableContent, .loginNameInvalid)
        case let error as Unit.Invalid: ErrorResponse(.unprocessableContent, .unitInvalid(error))
        case let error as Client.Invalid: ErrorResponse(.unprocessableContent, .clientInvalid(error))
        case let error as BankRegister.Invalid: ErrorResponse(.unprocessableContent, .bankInvalid(error))
        case let error as Approval.Illegal: ErrorResponse(.conflict, .refusal(.alreadyDecided(error.state)))
        default: nil
        }
    }

    /// What is out of somebody's reach answers like what is not there, so that nobody learns what exists.
    private static func status(of refusal: Refusal) -> HTTPResponse.Status {
        switch refusal {
        case .notYourUnit, .notYourBank: .notFound
        case .notPermitted, .levelTooLow, .mustChangePassword, .ownRequest, .notYourRequest, .ownAccount: .forbidden
        case .alreadyDecided, .alreadyWaiting, .expired: .conflict
        case .reasonMissing, .noSuchLine, .nothingLeft: .unprocessableContent
        }
    }

    private static func status(of refusal: SignInRefusal) -> HTTPResponse.Status {
        switch refusal {
        case .wrongNameOrPassword, .notSignedIn, .expired: .unauthorized
        case .locked: .tooManyRequests
        }
    }

    private static func ofRecovery(_ error: any Error) -> ErrorResponse? {
        switch error {
        case let error as StopPayments.NotPossible: ErrorResponse(.conflict, .stopNotPossible(error))
        case let error as StopRefusal: ErrorResponse(.conflict, .stopRefused(error))
        case let error as ProtectiveHolds.NotPossible: ErrorResponse(.conflict, .holdNotPossible(error))
        case let error as Authorities.NotPossible: ErrorResponse(.conflict, .authorityNotPossible(error))
        case let error as Complaints.NotPossible: ErrorResponse(.conflict, .complaintNotPossible(error))
        case let error as HardshipAids.NotPossible: ErrorResponse(.conflict, .aidNotPossible(error))
        case let error as HardshipAid.Illegal: ErrorResponse(.conflict, .aidIllegal(error))
        case let error as ReturnRefusal: ErrorResponse(.conflict, .returnRefusal(error))
        case let error as NoticeDeferrals.NotPossible: ErrorResponse(.conflict, .deferralNotPossible(error))
        case let error as FreezeRefusal: ErrorResponse(.conflict, .freezeRefusal(error))
        case let error as CaseFilings.NotPossible: ErrorResponse(.conflict, .filingRefusal(error))
        case let error as MessageBatches.NotPossible: ErrorResponse(.conflict, .batchNotPossible(error))
        case let error as MessageTemplates.NotPossible: ErrorResponse(.conflict, .templateNotPossible(error))
        case let error as LaterWordRefusal: ErrorResponse(.conflict, .laterWord(error))
        case let error as BankActs.Implausible:
            ErrorResponse(.unprocessableContent, .answerImplausible(error.problems))
        case is StopPayment.Illegal, is Inquiry.Illegal, is ProtectiveHold.Illegal, is BankAct.Illegal,
            is Freeze.Illegal, is StandingAuthority.Illegal, is AuthorityReview.Illegal, is Complaint.Illegal,
            is NoticeDeferral.Illegal, is MessageTemplate.Illegal, is MessageBatch.Illegal:
            ErrorResponse(.conflict, .changedMeanwhileByOthers)
        default: nil
        }
    }

    private static func ofPrevention(_ error: any Error) -> ErrorResponse? {
        switch error {
        case let error as Warnings.NotPossible: ErrorResponse(.conflict, .warningNotPossible(error))
        case let error as DissuasionTasks.NotPossible: ErrorResponse(.conflict, .taskNotPossible(error))
        case let error as Roster.NotPossible: ErrorResponse(.conflict, .rosterNotPossible(error))
        case let error as WarnedIncidents.NotPossible: ErrorResponse(.conflict, .incidentNotHis(error))
        case let error as LineSuspensions.NotPossible: ErrorResponse(.conflict, .lineNotPossible(error))
        case is Warning.Illegal, is DissuasionTask.Illegal, is LineSuspension.Illegal:
            ErrorResponse(.conflict, .changedMeanwhileByOthers)
        default: nil
        }
    }

    private static func ofWriting(_ error: any Error) -> ErrorResponse? {
        switch error {
        case is Journal.KeyReused: ErrorResponse(.conflict, .keyUsedForOther)
        case let error as StorageError:
            switch error {
            case .conflict, .unique: ErrorResponse(.conflict, .changedMeanwhileByOthers)
            case .busy, .connection: ErrorResponse(.serviceUnavailable, .databaseBusy)
            case .constraint, .malformed, .missingColumn, .other:
                ErrorResponse(.internalServerError, .serverFailed)
            }
        default: nil
        }
    }
}
