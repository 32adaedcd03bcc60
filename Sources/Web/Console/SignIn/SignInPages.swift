/// The page where people sign in.
package struct SignInModel: Sendable, Equatable {
    package var name: String
    /// Where to go after it.
    package var next: String
    /// Why the last try failed, or what happened before.
    package var message: Text?
    package var isRefused: Bool

    package init(name: String = "", next: String = "", message: Text? = nil, isRefused: Bool = false) {
        self.name = name
        self.next = next
        self.message = message
        self.isRefused = isRefused
    }

    package func html(_ frame: SlimFrame) -> HTML {
        let language = frame.language
        let fields = [
            Field("login", language(.loginName), value: name, isRequired: true, autocomplete: "username"),
            Field(
                "password", language(.password), control: .password, isRequired: true,
                autocomplete: "current-password"),
        ]
        return frame.page(
            title: language(.signIn),
            """
            <form class="panel" method="post" action="\(Address.signIn.path)"><h1>\(language(.signIn))</h1>\(messageLine(language))\
            <input type="hidden" name="next" value="\(next)"><div class="g">\(fields.map { $0.html(language) })</div>\
            \(HTML.submit(language(.signIn), tone: .accent))</form>
            """)
    }

    private func messageLine(_ language: Language) -> HTML? {
        guard let message else { return nil }
        return isRefused
            ? "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><p>\(HTML.icon(.alert)) \(language(message))</p></div>"
            : "<p class=\"note\" role=\"status\">\(language(message))</p>"
    }
}

/// The page where a person changes the own password, by choice or because it is a temporary one.
package struct PasswordModel: Sendable, Equatable {
    package var isTemporary: Bool
    package var message: Text?

    package init(isTemporary: Bool, message: Text? = nil) {
        self.isTemporary = isTemporary
        self.message = message
    }

    package func html(_ frame: SlimFrame, formFields: HTML) -> HTML {
        let language = frame.language
        let errors: HTML? = message.map { message -> HTML in
            "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><p>\(HTML.icon(.alert)) \(language(message))</p></div>"
        }
        let fields = [
            Field(
                "present", language(.presentPassword), control: .password, isRequired: true,
                autocomplete: "current-password"),
            Field("new", language(.newPassword), control: .password, isRequired: true, autocomplete: "new-password"),
            Field(
                "again", language(.newPasswordAgain), control: .password, isRequired: true,
                autocomplete: "new-password"),
        ]
        return frame.page(
            title: language(.changePassword),
            """
            <form class="panel" method="post" action="\(Address.password.path)"><h1>\(language(.changePassword))</h1>\(errors)\
            <p>\(language(isTemporary ? .temporaryMustChange : .afterChangeSignIn))</p>\(formFields)\
            <div class="g">\(fields.map { $0.html(language) })</div>\
            \(HTML.submit(language(.changePassword), tone: .accent))</form>
            <form method="post" action="\(Address.signOut.path)">\(formFields)\(HTML.submit(language(.signOut)))</form>
            """)
    }
}
