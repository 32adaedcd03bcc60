package import Jurisdiction
package import Primitives
internal import Storage

/// A person who may be about to pay a fraudster, and all that is seen of him until the watch over him ends (预警).
package struct Warning: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// Somebody has to reach him.
        case open
        /// Closed with an outcome; whatever is seen of him in the watch period goes on in this thread.
        case watched
        case ended
        /// The same person as another warning, under which it goes on.
        case merged
    }

    package enum Event: Sendable, Equatable {
        case sighted(grade: Grade, family: WarningFamily)
        /// An officer who has spoken with him judges otherwise than the signs.
        case regrade(Grade)
        case close(Outcome, fraudType: String, until: Timestamp, at: Timestamp)
        /// A follow-up found that it is not over.
        case reopen
        case watchEnded(at: Timestamp)
        case merge(into: WarningID, at: Timestamp)
        /// They were two persons after all.
        case split
        case handOver(to: UnitCode)
        case link(incident: String)
        /// His own account is held before he pays, in an incident opened for it.
        case protect(incident: String)
    }

    package enum Effect: Sendable, Equatable {
        /// Somebody has to be sent; or the clocks of who is on it run by a higher grade.
        case dispatch, hurry
        case endTask
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: WarningID
    package internal(set) var person: WarnedPerson
    package let receivedAt: Timestamp
    /// Where he is, by the code of the lowest unit there.
    package internal(set) var place: UnitCode
    /// Whose people reach him; it goes with him to where he is.
    package internal(set) var unit: UnitCode
    package internal(set) var state: State
    package internal(set) var grade: Grade
    /// The highest it has had: a rate that asks for visits goes by what was known when it mattered.
    package internal(set) var highest: Grade
    package internal(set) var family: WarningFamily
    package internal(set) var fraudType: String?
    package internal(set) var outcome: Outcome?
    package internal(set) var closedAt: Timestamp?
    package internal(set) var watchUntil: Timestamp?
    package internal(set) var mergedInto: WarningID?
    /// What it was before it was merged.
    package internal(set) var before: State?
    /// The incident of a person who had paid already.
    package internal(set) var incident: String?
    /// The incident that was opened to hold his own account before he paid; it says nothing of what he lost.
    package internal(set) var holdIncident: String?
    /// Eight digits by which the person knows a true call from a fraudster's; nil for one from before there were any.
    package var code: String?

    /// The only place where a warning changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch (state, event) {
        case (.open, .sighted(let seen, let family)): return rise(to: seen, family)
        case (.watched, .sighted(let seen, let family)):
            state = .open
            _ = rise(to: max(seen, grade), family)
            return [.dispatch]
        case (.open, .regrade(let new)), (.watched, .regrade(let new)):
            if state == .open, new > grade { return rise(to: new, family) }
            grade = new
            highest = max(highest, new)
            return []
        case (.open, .close(let outcome, let fraudType, let until, let now)):
            (state, self.outcome, self.fraudType, watchUntil, closedAt) = (.watched, outcome, fraudType, until, now)
            return [.endTask]
        case (.watched, .reopen):
            state = .open
            return [.dispatch]
        case (.watched, .watchEnded(let now)) where watchUntil.map({ now >= $0 }) ?? false: state = .ended
        case (.open, .merge(let other, let now)), (.watched, .merge(let other, let now)):
            (before, state, mergedInto, closedAt) = (state, .merged, other, closedAt ?? now)
            return [.endTask]
        case (.merged, .split):
            guard let before else { throw Illegal(state: state, event: event) }
            (state, mergedInto, self.before) = (before, nil, nil)
            if before == .open, outcome == nil { closedAt = nil }
            return before == .open ? [.dispatch] : []
        case (.open, .handOver(let unit)), (.watched, .handOver(let unit)):
            (self.unit, place) = (unit, unit.contains(place) ? place : unit)
        case (.open, .link(let incident)), (.watched, .link(let incident)): self.incident = incident
        case (.open, .protect(let incident)): holdIncident = incident
        case (.open, _), (.watched, _), (.ended, _), (.merged, _): throw Illegal(state: state, event: event)
        }
        return []
    }

    /// Money that moves outweighs contact, and stays so.
    private mutating func rise(to seen: Grade, _ seenFamily: WarningFamily) -> [Effect] {
        let (had, neededVisit) = (grade, needsVisit)
        if seenFamily == .fund { family = .fund }
        guard seen > grade else { return needsVisit && !neededVisit ? [.hurry] : [] }
        (grade, highest) = (seen, max(highest, seen))
        return [had == .low ? .dispatch : .hurry]
    }

    /// What was tried since it was opened, or opened anew: what an earlier closing went by says nothing of this time.
    package func sinceOpened(_ attempts: [Attempt]) -> [Attempt] {
        guard state == .open, let closedAt else { return attempts }
        return attempts.filter { $0.enteredAt > closedAt }
    }

    /// Whether somebody must have been with him face to face: the high grades, and money on its way （白银2024年做法）.
    package var needsVisit: Bool { highest >= .high || (family == .fund && highest >= .medium) }
}

/// Whom a warning is about: at least an identity number or a telephone.
package struct WarnedPerson: Sendable, Equatable, Codable {
    package var name: String
    package var identityNumber: IdentityNumber?
    package var phone: PhoneNumber?
    /// Where he lives and where he is, as it can be found.
    package var home: String
    package var whereabouts: String
    package var relative: String
    package var relativePhone: PhoneNumber?

    package init(
        name: String = "", identityNumber: IdentityNumber? = nil, phone: PhoneNumber? = nil, home: String = "",
        whereabouts: String = "", relative: String = "", relativePhone: PhoneNumber? = nil
    ) {
        self.name = name
        self.identityNumber = identityNumber
        self.phone = phone
        self.home = home
        self.whereabouts = whereabouts
        self.relative = relative
        self.relativePhone = relativePhone
    }

    /// Takes over from a later report what is not known yet.
    mutating func fill(from other: WarnedPerson) {
        if name.isBlank || other.name.isBlank || name == other.name {
            identityNumber = identityNumber ?? other.identityNumber
        }
        phone = phone ?? other.phone
        relativePhone = relativePhone ?? other.relativePhone
        for field in [\WarnedPerson.name, \.home, \.whereabouts, \.relative] where self[keyPath: field].isBlank {
            self[keyPath: field] = other[keyPath: field]
        }
    }

    /// Whether it says of itself that it is another: two people may share a telephone, and not an identity number.
    func isOther(than person: WarnedPerson) -> Bool {
        guard let own = identityNumber, let theirs = person.identityNumber else { return false }
        return own != theirs
    }

    /// By what the same person is known again, the surest first.
    var keys: [String] {
        [identityNumber.map { "id:\($0.text)" }, phoneKey].compactMap(\.self)
    }

    var phoneKey: String? { phone.map { "phone:\($0.text)" } }
}

/// How a warning ended (公安预警反馈屏的反馈码 and what they leave out).
package enum Outcome: String, Sendable, Codable, CaseIterable, Storable {
    /// 自主防范: he knew it himself.
    case aware
    /// 及时劝阻: he was about to pay and did not.
    case dissuaded
    /// Money was held on its way.
    case held
    /// 已被骗: he had paid.
    case cheated
    /// The family watches over him.
    case family
    case wrongPerson
    case falseAlarm
    /// He could not be found, with what was tried.
    case notFound
    /// A message was enough: the lowest grade.
    case informed

    /// Whether the warning was right: he was being cheated, or had been (预警准确率的分子).
    package var isReal: Bool { self == .dissuaded || self == .held || self == .cheated || self == .family }

    /// Whether a case was prevented (防止案件数).
    package var isPrevented: Bool { self == .dissuaded || self == .held }

    /// Whether it says that there was nobody to be warned, so that nobody can have been met.
    package var isWithoutPerson: Bool { self == .wrongPerson || self == .falseAlarm || self == .notFound }
}
