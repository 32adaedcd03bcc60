internal import Gateways
internal import Jurisdiction
internal import Primitives
package import Recovery
package import Wire

/// The registered banks, our own public key, and a form to register another.
package struct BankListModel: Sendable, Equatable {
    package var banks: [Bank]
    /// How many keys of each bank hold now, by its code.
    package var keys: [String: Int]
    package var ownKey: String
    /// In hexadecimal.
    package var ownPublicKey: String
    package var values: Form
    package var message: Text?

    package init(
        banks: [Bank], keys: [String: Int], ownKey: String, ownPublicKey: String, values: Form = Form(),
        message: Text? = nil
    ) {
        self.banks = banks
        self.keys = keys
        self.ownKey = ownKey
        self.ownPublicKey = ownPublicKey
        self.values = values
        self.message = message
    }

    package func html(_ frame: Frame, formFields: HTML) -> HTML {
        let language = frame.language
        let columns =
            [Text.bankName, .bankCode, .bankLinkLabel, .bankContact].map { Column(language($0)) } + [
                Column(language(.keysColumn), isNumber: true)
            ]
        let rows = banks.map { row($0, language) }
        let list: HTML =
            rows.isEmpty ? .empty(language(.noBanks)) : .table(language(.banksAndKeys), columns: columns, rows: rows)
        return frame.page(
            title: language(.banksAndKeys),
            """
            \(frame.heading("\(language(.banksAndKeys))"))\(HTML.alert(message, language))
            <div class="two"><section class="panel scroll">\(list)</section><div class="rail">\
            <form class="panel" method="post" action="\(Address.banks.path)" data-submit>\(formFields)<header><h2>\(language(.registerBank))</h2></header>\
            <div class="fs"><div class="g">\(HTML.bankFields(values, isNew: true, language))</div></div>\
            <div class="bfoot">\(HTML.submit(language(.registerBank), tone: .accent))</div></form>
            <section class="panel fs"><h2>\(language(.ourKey))</h2><p class="note">\(language(.ourKeyExplained))</p>\
            <dl class="kv"><dt>\(language(.keyName))</dt><dd class="mono">\(ownKey)</dd><dt>\(language(.publicKey))</dt><dd><code>\(ownPublicKey)</code></dd></dl></section></div></div>
            """)
    }

    private func row(_ bank: Bank, _ language: Language) -> HTML {
        let count = keys[bank.code] ?? 0
        let needsKey = bank.link == .wire && count == 0
        return """
            <tr data-row><th scope="row"><a class="t mono" href="\(Address.bankEntry(bank.code).path)">\(bank.name)</a><small>\(language(.bankKind(bank.kind)))</small></th>\
            <td class="mono">\(bank.code)</td><td>\(language(.bankLink(bank.link)))<small>\(bank.address)</small></td><td>\(bank.contact ?? "—")</td>\
            <td class="num">\(needsKey ? .state("0", .warn, icon: .alert) : "\(count)")</td></tr>

            """
    }
}

extension HTML {
    /// The fields of a bank; the code of a registered one stands fast.
    static func bankFields(_ values: Form, isNew: Bool, _ language: Language) -> HTML {
        let kinds = Bank.Kind.allCases.map { Field.Option($0.rawValue, language(.bankKind($0))) }
        let links = Bank.Link.allCases.map { Field.Option($0.rawValue, language(.bankLink($0))) }
        let code = Field("code", language(.bankCode), value: values["code"], control: .digits, isRequired: true)
        let fields = [
            Field("name", language(.bankName), value: values["name"], isRequired: true),
            Field("kind", language(.bankKindLabel), value: values["kind"], control: .choice(kinds)),
            Field("link", language(.bankLinkLabel), value: values["link"], control: .choice(links)),
            Field(
                "address", language(.bankAddress), value: values["address"],
                note: .hint(language(.bankAddressHint))),
            Field("contact", language(.bankContact), value: values["contact"]),
            Field(
                "prefixes", language(.cardPrefixes), value: values["prefixes"],
                note: .hint(language(.cardPrefixesHint))),
        ]
        return "\(((isNew ? [code] : []) + fields).map { $0.html(language) })"
    }
}

/// One bank: how it is reached and which keys of it are believed.
package struct BankModel: Sendable, Equatable {
    package var bank: Bank
    package var keys: [TrustedKey]
    package var keyValues: Form
    package var message: Text?

    package init(bank: Bank, keys: [TrustedKey], keyValues: Form = Form(), message: Text? = nil) {
        self.bank = bank
        self.keys = keys
        self.keyValues = keyValues
        self.message = message
    }

    package func html(_ frame: Frame, formFields: HTML) -> HTML {
        let language = frame.language
        let facts: HTML = """
            <span class="mono">\(bank.code)</span><span>\(language(.bankKind(bank.kind)))</span><span>\(language(.bankLink(bank.link)))</span>
            """
        return frame.page(
            title: bank.name,
            """
            \(frame.heading("\(bank.name)", facts: facts))\(HTML.alert(message, language))
            <div class="two"><div class="rail">\(keyPanel(frame, formFields))\(trustForm(language, formFields))</div>
            <form class="panel" method="post" action="\(Address.bankEntry(bank.code).path)">\(formFields)\
            <div class="fs"><div class="g">\(HTML.bankFields(bank.form, isNew: false, language))</div></div>\
            <div class="bfoot">\(HTML.submit(language(.saveBank), tone: .accent))</div></form></div>
            """)
    }

    private func keyPanel(_ frame: Frame, _ formFields: HTML) -> HTML {
        let language = frame.language
        let columns = [Text.keyName, .validFrom, .validUntil, .stateColumn, .revokeKey].map { Column(language($0)) }
        let rows = keys.map { row($0, frame, formFields) }
        let list: HTML =
            rows.isEmpty ? .empty(language(.noKeys)) : .table(language(.keysColumn), columns: columns, rows: rows)
        return "<section class=\"panel scroll\"><header><h2>\(language(.keysColumn))</h2></header>\(list)</section>"
    }

    private func row(_ key: TrustedKey, _ frame: Frame, _ formFields: HTML) -> HTML {
        let language = frame.language
        let revoke: HTML = """
            <form class="acts" method="post" action="\(Address.keyRevoke(key.key).path)">\(formFields)<input class="f" name="reason" required \
            aria-label="\(language(.reasonLabel))" placeholder="\(language(.reasonLabel))"><button class="btn sm bad">\(language(.revokeKey))</button></form>
            """
        return """
            <tr data-row><th scope="row" class="mono">\(key.key)<small>\(Hexadecimal.text(key.publicKey).prefix(16))…</small></th>\
            <td>\(CivilTime(key.validFrom).text)</td><td>\(key.validUntil.map { CivilTime($0).text } ?? language(.noEnd))</td>\
            <td>\(key.standing(at: frame.now, language))</td><td>\(when: key.revokedAt == nil, revoke)</td></tr>

            """
    }

    private func trustForm(_ language: Language, _ formFields: HTML) -> HTML {
        let fields = [
            Field("id", language(.keyName), value: keyValues["id"], isRequired: true),
            Field(
                "public", language(.publicKey), value: keyValues["public"], note: .hint(language(.publicKeyHint)),
                isRequired: true),
            Field(
                "days", language(.validDays), value: keyValues["days"], control: .digits,
                note: .hint(language(.validDaysHint))),
        ]
        return """
            <form class="panel" method="post" action="\(Address.bankKeys(bank.code).path)">\(formFields)<header><h2>\(language(.trustKey))</h2></header>\
            <div class="fs"><div class="g">\(fields.map { $0.html(language) })</div></div><div class="bfoot">\(HTML.submit(language(.trustKey), tone: .accent))</div></form>
            """
    }
}

extension TrustedKey {
    func holds(at now: Timestamp) -> Bool {
        revokedAt == nil && validFrom <= now && (validUntil.map { now < $0 } ?? true)
    }

    fileprivate func standing(at now: Timestamp, _ language: Language) -> HTML {
        if let revokedAt { return "\(HTML.tag(language(.revoked)))<small>\(CivilTime(revokedAt).text)</small>" }
        return holds(at: now) ? .tag(language(.active), .back, icon: .ok) : .tag(language(.expired))
    }
}

extension Bank {
    /// As the fields of its form.
    fileprivate var form: Form {
        Form([
            ("name", name), ("kind", kind.rawValue), ("link", link.rawValue), ("address", address ?? ""),
            ("contact", contact ?? ""), ("prefixes", cardPrefixes.joined(separator: " ")),
        ])
    }
}
