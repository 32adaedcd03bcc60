/// A name as public pages give it: the surname and 某, never more.
enum PublicName {
    private static let twoSigns: Set = [
        "欧阳", "司徒", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "南宫", "长孙", "宇文",
        "独孤", "轩辕", "东郭", "西门", "申屠", "钟离", "闻人", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "仲孙", "赫连",
    ]
    private static let organizationEnds = ["公司", "集团", "厂", "店", "社", "院", "学校", "中心", "协会", "商行", "部", "会"]

    static func of(_ name: String) -> String {
        let name = name.filter { !$0.isWhitespace }
        if name.count > 4, organizationEnds.contains(where: name.hasSuffix) { return "某单位" }
        let first = String(name.prefix(2))
        return (twoSigns.contains(first) && name.count > 2 ? first : String(name.prefix(1))) + "某"
    }
}
