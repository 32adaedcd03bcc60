import Testing

@testable import Simulation

@Suite("The prevention loop in virtual time", .serialized)
struct DissuasionCityTests {
    private func report(_ seed: UInt64, warnings: Int = 100) throws -> DissuasionReport {
        var plan = DissuasionCity.Plan(seed: seed, days: 1, warningsADay: warnings)
        plan.stationsOfCounty = 1
        var city = try DissuasionCity(plan)
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
        let report = try report(seed, warnings: 600)
        #expect(report.findings == [])
        #expect(report.tasks > 10 && report.attempts > report.tasks && report.visitsDue > 2)
        #expect(report.visitsValid <= report.visitsDue && report.onTime <= report.tasks)
    }
}
