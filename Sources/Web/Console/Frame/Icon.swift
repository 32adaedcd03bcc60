/// The console's icons, drawn on a 12 × 12 grid in the colour of their text.
package enum Icon: String, Sendable, CaseIterable {
    case held, frozen, large, exit, ok, wait, clock, hub, pass, alert, eye, shield, phone, pin, pair, doc, logo

    fileprivate var shape: HTML {
        switch self {
        case .held: #"<rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor" stroke="none"/>"#
        case .frozen:
            #"<rect x="1" y="1" width="10" height="10" rx="1.5"/><rect x="4" y="4" width="4" height="4" fill="currentColor" stroke="none"/>"#
        case .large: #"<path d="M6 1.5 11 10.5H1Z" fill="currentColor" stroke="none"/>"#
        case .exit: #"<path d="M2 2 10 10M10 2 2 10" stroke-width="2.2"/>"#
        case .ok: #"<path d="M1.5 6.5 4.5 9.5 10.5 2.5" stroke-width="2"/>"#
        case .wait: #"<circle cx="6" cy="6" r="4.6" stroke-dasharray="2.2 2.2"/>"#
        case .clock: #"<circle cx="6" cy="6" r="5"/><path d="M6 3.2V6L8 7.2"/>"#
        case .hub: #"<path d="M6 .8 10.6 3.4V8.6L6 11.2 1.4 8.6V3.4Z"/>"#
        case .pass: #"<path d="M1.5 6H10M7 3 10 6 7 9"/>"#
        case .alert: #"<path d="M6 1.2 11.2 10.6H.8Z"/><path d="M6 5V7.2M6 8.9V9"/>"#
        case .eye:
            #"<path d="M.8 6C2.2 3.4 4 2.4 6 2.4S9.8 3.4 11.2 6C9.8 8.6 8 9.6 6 9.6S2.2 8.6.8 6Z"/><circle cx="6" cy="6" r="1.5"/>"#
        case .shield: #"<path d="M6 .8 10.6 2.4V6C10.6 8.6 8.8 10.4 6 11.3 3.2 10.4 1.4 8.6 1.4 6V2.4Z"/>"#
        case .phone:
            #"<path d="M2 1.5H4.2L5 4.2 3.7 5.2C4.3 6.6 5.4 7.7 6.8 8.3L7.8 7 10.5 7.8V10C10.5 10.6 10 11 9.5 11 5 10.7 1.3 7 1 2.5 1 2 1.4 1.5 2 1.5Z"/>"#
        case .pin:
            #"<path d="M6 11.2C3.4 8.3 2 6.4 2 4.7A4 4 0 0 1 10 4.7C10 6.4 8.6 8.3 6 11.2Z"/><circle cx="6" cy="4.7" r="1.3"/>"#
        case .pair:
            #"<circle cx="4" cy="3.6" r="2"/><path d="M.8 10.4C.8 8.2 2.2 7 4 7S7.2 8.2 7.2 10.4"/><path d="M7.6 1.8A2 2 0 0 1 7.6 5.4M8.8 7.2C10.3 7.6 11.2 8.7 11.2 10.4"/>"#
        case .doc: #"<path d="M2.5 1H7L9.5 3.5V11H2.5ZM7 1V3.5H9.5M4.3 6H7.7M4.3 8.3H7.7"/>"#
        case .logo:
            #"<path d="M10 1.2 17.5 4V9.5C17.5 14 14.4 17.2 10 18.8 5.6 17.2 2.5 14 2.5 9.5V4Z" fill="none" stroke="currentColor" stroke-width="1.7"/><path d="M6 9.4C7 7.7 8.4 7 10 7S13 7.7 14 9.4C13 11.1 11.6 11.8 10 11.8S7 11.1 6 9.4Z" fill="none" stroke="currentColor" stroke-width="1.4"/><circle cx="10" cy="9.4" r="1.3" fill="currentColor"/>"#
        }
    }

    private var side: Int { self == .logo ? 20 : 12 }

    fileprivate var symbol: HTML {
        #"<symbol id="i-\#(rawValue)" viewBox="0 0 \#(side) \#(side)">\#(shape)</symbol>"#
    }

    /// Every icon once, and the textures of money at large and money gone; stands hidden at the top of each page.
    package static let sheet: HTML = """
        <svg class="vh" aria-hidden="true" focusable="false"><defs>
        \(allCases.map(\.symbol))
        <pattern id="p-large" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect width="6" height="6" class="bo"/><rect width="1.6" height="6" opacity=".75" class="bs"/></pattern>
        <pattern id="p-exit" width="5" height="5" patternUnits="userSpaceOnUse">\
        <rect width="5" height="5" class="bx"/><circle cx="2.5" cy="2.5" r="1.1" opacity=".8" class="bs"/></pattern>
        </defs></svg>
        """
}

extension HTML {
    /// An icon beside a word that says the same, so hidden from screen readers; alone, it needs `label`.
    package static func icon(_ icon: Icon, label: String? = nil) -> HTML {
        let role: HTML = label == nil ? HTML(raw: " aria-hidden=\"true\"") : HTML(raw: " role=\"img\"")
        return "<svg class=\"i\"\(role)\(attribute: "aria-label", label)><use href=\"#i-\(icon.rawValue)\"/></svg>"
    }
}
