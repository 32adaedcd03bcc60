internal import Recovery

// Search.
extension Text {
    static let whatToSearch = Text(
        "可查警情号（或后 4 位）、账号（或后 4 位）、受害人姓名。",
        "Look for an incident's number or its last 4 digits, an account's, or a victim's name.")
    static let nothingFound = Text(
        "没有找到，或不在您的范围内。可向市中心申请。", "Nothing found, or outside your remit. Ask the city centre.")
    static func moreExist(_ count: Int) -> Text { Text("只列前 \(count) 起，请补充条件。", "The first \(count) only; say more.") }

    static func incidentState(_ state: Incident.State) -> Text {
        switch state {
        case .open: Text("在办", "open")
        case .joined: incidentJoined
        case .closed: incidentClosed
        }
    }
}
