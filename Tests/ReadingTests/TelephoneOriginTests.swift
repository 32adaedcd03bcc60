import Primitives
import Reading
import Testing

@Suite("Where telephones come from") struct TelephoneOriginTests {
    @Test(
        "mobile numbers by their segment, fixed ones by their area code",
        arguments: [
            ("13000001234", "山东济南", "中国联通"), ("13999999999", "新疆乌鲁木齐", "中国移动"), ("02081234567", "广东广州", nil),
            ("01062345678", "北京", nil), ("087712345678", "云南玉溪", nil), ("85251230193", nil, nil), ("96110", nil, nil),
            ("12000001234", nil, nil), ("", nil, nil), ("1３000001234", nil, nil),
        ] as [(String, String?, String?)])
    func origin(number: String, place: String?, carrier: String?) {
        let origin = TelephoneOrigin(number)
        #expect(origin?.place == place)
        #expect(origin?.carrier == carrier)
    }

    @Test("cities that share an area code are all named, and what is no telephone has no origin")
    func shared() {
        #expect(TelephoneOrigin("073112345678")?.place.contains("湖南长沙") == true)
        let reading = Reading("卡6217000010000000003，电话13000001234", day: nil)
        #expect(reading.entities.map { reading.origin(of: $0)?.carrier } == [nil, "中国联通"])
    }
}
