package import Access
package import Hummingbird
package import Journal
package import Primitives

/// One request of a signed-in person: who asks, what was sent, when, in which language.
package struct Visit: Sendable {
    package let signedIn: Sessions.SignedIn
    package let language: Language
    package let theme: Frame.Theme
    package var now: Timestamp
    /// The address as it was asked for, query and all.
    package let address: String
    package let query: Form
    package let form: Form
    /// A key for a form that is rendered now: makes a form sent twice one act.
    package let freshKey: String
    let parameters: Parameters

    package var user: User { signedIn.user }
    package var principal: Principal { signedIn.user.principal }

    /// A part of the path; throws `NotFound` for what a route cannot have.
    package func parameter(_ name: String) throws -> String { try parameters.text(name) }

    /// A part of the path that is an id; throws `NotFound` for anything else.
    package func id<ID: Identifier>(_ name: String = "id", as type: ID.Type = ID.self) throws -> ID {
        let text = try parameter(name)
        guard let id = ID(text) else { throw NotFound(text) }
        return id
    }

    /// The key that the sent form carries; throws `FormFault.keyMissing`.
    package func key() throws(FormFault) -> IdempotencyKey {
        guard let key = IdempotencyKey(form["key"]) else { throw .keyMissing }
        return key
    }

    /// The same person's look at a later moment.
    func asOf(_ now: Timestamp) -> Visit {
        var visit = self
        visit.now = now
        return visit
    }

    /// The hidden fields that every form sent by POST carries: the form token, and the key that makes it one act.
    package var formFields: HTML {
        """
        <input type="hidden" name="csrf" value="\(signedIn.token.formToken)">\
        <input type="hidden" name="key" value="\(freshKey)">
        """
    }
}

/// What is wrong with a form as such, whatever it says.
package enum FormFault: Error, Equatable {
    /// It is not from this session, or from before a new sign-in.
    case token
    case keyMissing
    case unreadable
    case tooLarge
    /// Another site sent it.
    case otherSite
}

/// What a page or an act answers.
package enum Answer: Sendable {
    package typealias Status = HTTPResponse.Status

    case page(HTML, status: Status = .ok)
    /// After an act: look there (303).
    case redirect(String)
    /// To a form's check by the script.
    case fragments([Fragment], status: Status = .ok)
    /// A file, shown or saved under its name.
    case file([UInt8], name: String, mediaType: String)

    package static func page(_ html: HTML) -> Answer { .page(html, status: .ok) }
    package static func redirect(to address: Address) -> Answer { .redirect(address.path) }
}
