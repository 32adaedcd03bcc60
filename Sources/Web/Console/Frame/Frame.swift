package import Primitives

/// What stands around a page: who looks, where he is, what else there is.
package struct Frame: Sendable, Equatable {
    /// Who is signed in.
    package struct Person: Sendable, Equatable {
        package var name: String
        package var number: String
        package var role: String
        /// The second line under the name: the shift, or the clerk's department.
        package var post: String?

        package init(name: String, number: String, role: String, post: String? = nil) {
            self.name = name
            self.number = number
            self.role = role
            self.post = post
        }
    }

    /// One entry of a menu; it is given only when its page works.
    package struct MenuItem: Sendable, Equatable {
        package var title: String
        package var address: String
        package var count: Int?
        /// The count waits for this person; else it is a plain total.
        package var isWaiting: Bool
        package var isCurrent: Bool
        /// More than these are shown as so many and more.
        static let countMost = 999

        package init(
            _ title: String, _ address: String, count: Int? = nil, isWaiting: Bool = false, isCurrent: Bool = false
        ) {
            self.title = title
            self.address = address
            self.count = count
            self.isWaiting = isWaiting
            self.isCurrent = isCurrent
        }
    }

    /// One key of the page and what it does; its name as on the keyboard.
    package struct KeyHint: Sendable, Equatable {
        package var keys: [String]
        package var words: String

        package init(_ keys: String..., words: String) {
            self.keys = keys
            self.words = words
        }
    }

    /// The person's choice of colours.
    package enum Theme: String, Sendable, CaseIterable { case auto, light, dark }

    /// The frame's own addresses.
    package struct Addresses: Sendable, Equatable {
        package var home: String
        /// Nil where there is no search.
        package var search: String?
        /// Takes `theme` or `language` by POST.
        package var preferences: String
        package var signOut: String

        package init(home: String, search: String?, preferences: String, signOut: String) {
            self.home = home
            self.search = search
            self.preferences = preferences
            self.signOut = signOut
        }
    }

    package var unit: String
    package var person: Person
    package var lines: [MenuItem]
    /// The pages of the current line.
    package var pages: [MenuItem]
    /// Stand in the person's menu, over colours, language and sign-out.
    package var personPages: [MenuItem]
    /// From the page's menu entry down to its parent; the page itself is its heading.
    package var breadcrumbs: [MenuItem]
    package var language: Language
    package var theme: Theme
    package var now: Timestamp
    package var keys: [KeyHint]
    /// Says what the list is limited to, before the person in the last line.
    package var scope: String?
    /// Name, number and time, drawn faintly over a page that shows a revealed value.
    package var watermark: String?
    package var requestToken: String
    /// The stream of the page's live fragments.
    package var stream: String?
    /// Without script the page loads itself again after so many seconds; nil on pages with a form.
    package var reloadSeconds: Int?
    package var addresses: Addresses
    /// Style sheets besides the console's.
    package var styles: [Asset]

    package init(
        unit: String, person: Person, lines: [MenuItem] = [], pages: [MenuItem] = [], personPages: [MenuItem] = [],
        breadcrumbs: [MenuItem] = [], language: Language = .zh, theme: Theme = .auto, now: Timestamp,
        keys: [KeyHint] = [],
        scope: String? = nil, watermark: String? = nil, requestToken: String, stream: String? = nil,
        reloadSeconds: Int? = nil, addresses: Addresses, styles: [Asset] = []
    ) {
        self.unit = unit
        self.person = person
        self.lines = lines
        self.pages = pages
        self.personPages = personPages
        self.breadcrumbs = breadcrumbs
        self.language = language
        self.theme = theme
        self.now = now
        self.keys = keys
        self.scope = scope
        self.watermark = watermark
        self.requestToken = requestToken
        self.stream = stream
        self.reloadSeconds = reloadSeconds
        self.addresses = addresses
        self.styles = styles
    }
}
