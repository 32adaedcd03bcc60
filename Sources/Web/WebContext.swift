package import Access
package import Hummingbird

/// What is known of one request while it is answered.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var language = Language.zh
    package var theme = Frame.Theme.auto
    /// Who is signed in at the console; nil before sign-in and for the API.
    package var signedIn: Sessions.SignedIn?
    /// The program that calls the API.
    package var client: Client?
    /// What was sent by POST.
    package var form = Form()

    package init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}
