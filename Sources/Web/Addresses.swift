package import Hummingbird

/// Every address of the program: routes are made and links are written from the same case.
///
/// A part that varies is given as it stands in a link; a route gives `:id`.
package enum Address: Sendable, Hashable {
    /// What watches over the installation, by names that monitoring systems know.
    package enum Watching: String, Sendable, CaseIterable {
        case health = "healthz"
        case readiness = "readyz"
        case metrics
    }

    /// What belongs to the intake page, also the reading of a statement, and many reports from a table with a table to begin with.
    package enum Intake: String, Sendable, CaseIterable {
        case form, check, read, draft
        case discard = "draft/discard"
        case table = "import"
        case sample = "import/sample"
    }

    /// The filing of an incident's case, a freeze of one of its accounts, and what becomes of that.
    package enum Freezing: Sendable, Hashable {
        /// Which freezes end when.
        case calendar
        case file(String)
        case freeze(String, String)
        case renew(String, String)
        case release(String, String)
        case complain(String, String)
        case giveBack(String, String)
        /// Against a protective hold.
        case complainOfHold(String, String)

        var path: String {
            switch self {
            case .calendar: "/freezes"
            case .file(let id): "/incidents/\(id)/filing"
            case .freeze(let id, let account): "/incidents/\(id)/why/\(account)/freeze"
            case .renew(let id, let freeze): "/incidents/\(id)/freezes/\(freeze)/renew"
            case .release(let id, let freeze): "/incidents/\(id)/freezes/\(freeze)/release"
            case .complain(let id, let freeze): "/incidents/\(id)/freezes/\(freeze)/complaint"
            case .complainOfHold(let id, let hold): "/incidents/\(id)/holds/\(hold)/complaint"
            case .giveBack(let id, let freeze): "/incidents/\(id)/freezes/\(freeze)/return"
            }
        }
    }

    /// Returns of frozen money to victims.
    package enum Returning: Sendable, Hashable {
        /// What is done about a return by a button.
        package enum Act: String, Sendable, CaseIterable {
            case statement, compute, publish, ask, withdraw, close, object
        }

        case list
        case page(String)
        case act(String, String)
        case objection(String, String)
        /// A victim's papers and account.
        case claim(String, String)

        var path: String {
            switch self {
            case .list: "/returns"
            case .page(let id): "/returns/\(id)"
            case .act(let id, let act): "/returns/\(id)/\(act)"
            case .objection(let id, let objection): "/returns/\(id)/objections/\(objection)"
            case .claim(let id, let victim): "/returns/\(id)/victims/\(victim)"
            }
        }
    }

    /// Hardship aid for victims: what waits, one application, and the form that enters one for an incident.
    package enum Aiding: Sendable, Hashable {
        case list
        case page(String)
        case apply(String)

        var path: String {
            switch self {
            case .list: "/aid"
            case .page(let id): "/aid/\(id)"
            case .apply(let id): "/incidents/\(id)/aid"
            }
        }
    }

    /// What stands behind an incident's page.
    package enum Inside: Sendable, Hashable {
        /// Where missing facts are added.
        case facts(String)
        /// One of its accounts: why the money is there.
        case account(String, String)
        /// Where its money went by the whole ledger.
        case ledger(String)

        var path: String {
            switch self {
            case .facts(let id): "/incidents/\(id)/facts"
            case .account(let id, let account): "/incidents/\(id)/why/\(account)"
            case .ledger(let id): "/incidents/\(id)/ledger"
            }
        }
    }

    /// What belongs to an incident as evidence: where a file is handed in, and one of them.
    package enum Evidence: Sendable, Hashable {
        case upload(String)
        case file(String, String)

        var path: String {
            switch self {
            case .upload(let id): "/incidents/\(id)/evidence"
            case .file(let id, let file): "/incidents/\(id)/evidence/\(file)"
            }
        }
    }

    /// Messages that did not arrive: the list, one, and an act or a check on it.
    package enum Undelivered: Sendable, Hashable {
        case list
        case one(String)
        case step(String)
        case check(String)
        case settle(String)

        var path: String {
            switch self {
            case .list: "/undelivered"
            case .one(let id): "/undelivered/\(id)"
            case .step(let id): "/undelivered/\(id)/step"
            case .check(let id): "/undelivered/\(id)/check"
            case .settle(let id): "/undelivered/\(id)/settle"
            }
        }
    }

    /// Messages: batches, one of them and what is done about it, templates, and numbers that want no publicity.
    package enum Messaging: Sendable, Hashable {
        case list, new, templates, optOut
        case batch(String)
        case act(String)
        case retire(String)

        var path: String {
            switch self {
            case .list: "/messages"
            case .new: "/messages/new"
            case .templates: "/messages/templates"
            case .optOut: "/messages/opt-outs"
            case .batch(let id): "/messages/batches/\(id)"
            case .act(let id): "/messages/batches/\(id)/act"
            case .retire(let id): "/messages/templates/\(id)/retire"
            }
        }
    }

    /// Papers: one that was given out, and what one would say that is not.
    package enum Documents: Sendable, Hashable {
        case issued(String)
        case draft(kind: String, subject: String)
        /// Holders who are not told yet; and one measure that its holder is not told of.
        case deferrals
        case deferral(String)

        var path: String {
            switch self {
            case .issued(let id): "/documents/\(id)"
            case .draft(let kind, let subject): "/documents/draft/\(kind)/\(subject)"
            case .deferrals: "/deferrals"
            case .deferral(let measure): "/deferrals/\(measure)"
            }
        }
    }

    /// Warnings, and who reaches the people they are about.
    package enum Preventing: Sendable, Hashable {
        /// What is done about a warning by a form.
        package enum Act: String, Sendable, CaseIterable {
            case sign, attempt, close, regrade, link, merge, split, handover, assign, pause, resume, verify, reveal,
                protect
            /// The person's line: an operator is asked to suspend it, and to put it on again.
            case suspend, restore
        }

        case warnings, entry, tasks, roster, figures
        /// Warnings from a table, and one to begin with; a bank's teller or an operator's clerk.
        case table, sample, partner
        /// What an operator is asked to suspend, and its answer about one.
        case lines
        case line(String)
        case warning(String)
        case act(String, Act)
        /// The answer to what another unit asks; the end of a turn of duty.
        case handover(String)
        case shift(String)
        /// On the phone: the officer's own tasks, and one of them.
        case myTasks
        case mine(String)

        var path: String {
            switch self {
            case .warnings: "/warnings"
            case .entry: "/warnings/new"
            case .table: "/warnings/import"
            case .sample: "/warnings/sample"
            case .partner: "/bank/warnings"
            case .lines: "/bank/lines"
            case .line(let id): "/bank/lines/\(id)"
            case .tasks: "/tasks"
            case .roster: "/roster"
            case .figures: "/dissuasion"
            case .warning(let id): "/warnings/\(id)"
            case .act(let id, let act): "/warnings/\(id)/\(act.rawValue)"
            case .handover(let id): "/handovers/\(id)"
            case .shift(let id): "/roster/\(id)/cancel"
            case .myTasks: "/task"
            case .mine(let id): "/task/\(id)"
            }
        }
    }

    /// For people without an account.
    package enum Open: Sendable, Hashable {
        /// Where a holder proves that a notice is his; his measure; the paper that answers him; and leaving.
        case entry, measure, answer, leave
        /// Whether a paper is genuine.
        case verification
        /// What is on public notice, and one notice by its serial.
        case notices
        case notice(String)
        /// What became of an objection.
        case objection
        /// A relative's report; and whether a call was the police's.
        case alert, caller

        var path: String {
            switch self {
            case .entry: "/public"
            case .measure: "/public/measure"
            case .answer: "/public/answer"
            case .leave: "/public/leave"
            case .verification: "/public/verification"
            case .notices: "/public/notices"
            case .notice(let serial): "/public/notices/\(serial)"
            case .objection: "/public/objection"
            case .alert: "/public/alert"
            case .caller: "/public/caller"
            }
        }
    }

    case watching(Watching)
    case asset(String)
    case events

    case signIn, signOut, password, preferences
    /// The board of running incidents.
    case board
    /// What a bank's people owe the police.
    case bank

    case incident(String)
    case intake
    case intakePart(Intake)
    case approvals, reviews
    case approval(String)
    case orders
    case bankAnswers
    case undelivered(Undelivered)
    case authorities
    case authorityRevoke(String)
    case complaints
    case complaint(String)
    case bankOrder(String)
    case bankOrderCheck(String)
    case bankReview(String)
    case search
    case inside(Inside)
    case evidence(Evidence)
    /// A masked value of an incident: its kind and what has it.
    case reveal(String, String, String)
    /// What an incident waits for at one bank.
    case chase(String, String)
    case protect(String, String)
    case liftHold(String, String)
    case extend(String, String)
    case release(String, String)
    case complain(String, String)
    case freezing(Freezing)
    case returns(Returning)
    case aiding(Aiding)
    case messages(Messaging)
    case documents(Documents)
    case preventing(Preventing)
    case open(Open)

    case users
    case user(String)
    case userPassword(String)
    case userState(String)
    case userRoles(String)
    case units
    case unitName(String)
    case banks
    case bankEntry(String)
    case bankKeys(String)
    case keyRevoke(String)
    /// Programs that may ask: all of them, or the end of the one named.
    case clients(revoking: String? = nil)
    case journal

    package var path: String {
        switch self {
        case .watching(let what): "/\(what.rawValue)"
        case .asset(let file): "/assets/\(file)"
        case .events: "/events"
        case .signIn: "/sign-in"
        case .signOut: "/sign-out"
        case .password: "/password"
        case .preferences: "/preferences"
        case .board: "/"
        case .bank: "/bank"
        case .incident(let id): "/incidents/\(id)"
        case .intake: "/intake"
        case .intakePart(let part): "/intake/\(part.rawValue)"
        case .approvals: "/approvals"
        case .reviews: "/reviews"
        case .approval(let id): "/approvals/\(id)"
        case .orders: "/orders"
        case .bankAnswers: "/answers"
        case .undelivered(let part): part.path
        case .authorities: "/authorities"
        case .authorityRevoke(let id): "/authorities/\(id)/revoke"
        case .complaints: "/complaints"
        case .complaint(let id): "/complaints/\(id)"
        case .bankOrder(let id): "/bank/orders/\(id)"
        case .bankOrderCheck(let id): "/bank/orders/\(id)/check"
        case .bankReview(let id): "/bank/reviews/\(id)"
        case .search: "/search"
        case .inside(let part): part.path
        case .evidence(let part): part.path
        case .reveal(let id, let kind, let subject): "/incidents/\(id)/reveal/\(kind)/\(subject)"
        case .chase(let id, let bank): "/incidents/\(id)/chase/\(bank)"
        case .protect(let id, let account): "/incidents/\(id)/protect/\(account)"
        case .liftHold(let id, let hold): "/incidents/\(id)/holds/\(hold)/lift"
        case .extend(let id, let stop): "/incidents/\(id)/stops/\(stop)/extend"
        case .release(let id, let stop): "/incidents/\(id)/stops/\(stop)/release"
        case .complain(let id, let stop): "/incidents/\(id)/stops/\(stop)/complaint"
        case .freezing(let part): part.path
        case .returns(let part): part.path
        case .aiding(let part): part.path
        case .messages(let part): part.path
        case .documents(let part): part.path
        case .preventing(let part): part.path
        case .open(let page): page.path
        case .users: "/users"
        case .user(let id): "/users/\(id)"
        case .userPassword(let id): "/users/\(id)/password"
        case .userState(let id): "/users/\(id)/state"
        case .userRoles(let id): "/users/\(id)/roles"
        case .units: "/units"
        case .unitName(let code): "/units/\(code)"
        case .banks: "/banks"
        case .bankEntry(let code): "/banks/\(code)"
        case .bankKeys(let code): "/banks/\(code)/keys"
        case .keyRevoke(let key): "/keys/\(key)/revoke"
        case .clients(let id): id.map { "/clients/\($0)/revoke" } ?? "/clients"
        case .journal: "/journal"
        }
    }

    static func incidentFacts(_ id: String) -> Address { .inside(.facts(id)) }
    static func incidentAccount(_ id: String, _ account: String) -> Address { .inside(.account(id, account)) }
    static func incidentLedger(_ id: String) -> Address { .inside(.ledger(id)) }

    /// The form of a new user.
    static var newUser: Address { .user("new") }

    package var route: RouterPath { RouterPath(path) }

    /// The path with a query; values are percent-encoded and empty ones left out.
    package func with(_ query: KeyValuePairs<String, String?>) -> String { with(query.map { ($0, $1) }) }

    package func with(_ query: [(String, String?)]) -> String {
        let pairs = query.compactMap { name, value -> String? in
            guard let value, !value.isEmpty else { return nil }
            return "\(name)=\(value.percentEncoded)"
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}
