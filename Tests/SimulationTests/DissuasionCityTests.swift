import Testing

@testable import Simulation

@Suite("The prevention loop in virtual time", .serialized)
struct DissuasionCityTests {
    private func report(_ seed: UInt64, warnings: Int = 300) throws -> DissuasionReport {
        var city = try DissuasionCity(DissuasionCity.Plan(seed: seed, days: 1, warningsADay: warnings))
        try city.run()
        return try city.report()
    }

    @Test("The same seed tells the same story")
    func repeats() throws {
        let first = try report(1)
        #expect(try report(1) == first)
    }

    @Test(
        "Every warning has somebody, and every end that passes is told upwards",
        arguments: [3] as [UInt64])
    func sound(seed: UInt64) throws {
        let report = try report(seed, warnings: 900)
        #expect(report.findings == [])
        #expect(report.tasks > 20 && report.attempts > report.tasks && report.visitsDue > 5)
        #expect(report.visitsValid <= report.visitsDue && report.onTime <= report.tasks)
    }
}
