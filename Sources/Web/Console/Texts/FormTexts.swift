// Forms, tables, states.
extension Text {
    package static let reveal = Text("显示全号，须填事由", "Show in full; a reason is needed")
    package static let nextPage = Text("下一页", "Next page")
    package static let firstPage = Text("回第一页", "First page")
    package static let required = Text("必填", "required")
    package static let remove = Text("去掉", "Remove")

    package static func errorsFound(_ count: Int) -> Text {
        Text(
            "有 \(count) 处要改，已填的都还在。",
            count == 1 ? "1 entry to correct; your input is kept." : "\(count) entries to correct; your input is kept.")
    }
    package static func items(_ count: Int) -> Text { Text("\(count) 项", count == 1 ? "1 item" : "\(count) items") }
}
