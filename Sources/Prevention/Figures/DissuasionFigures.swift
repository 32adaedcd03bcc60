package import Jurisdiction
package import Primitives

/// What a unit's warnings came to, counted from records alone; for warnings received in one time.
package struct DissuasionFigures: Sendable, Equatable {
    /// Issued, by family and by the highest grade each had (预警条数).
    package var warnings: [WarningFamily: [Grade: Int]] = [:]
    /// Reports that joined a warning there was already.
    package var joined = 0
    package var tasks = 0
    /// Done with every clock met before its end.
    package var onTime = 0
    /// Of which an end has passed, so that the unit above was told.
    package var escalated = 0
    package var attempts = 0
    /// Attempts that reached somebody (劝阻人次), and the people of whom any did (劝阻人数).
    package var contacts = 0
    package var people = 0
    /// Warnings that asked for a visit, and those of them with one that counts (见面劝阻率).
    package var visitsDue = 0
    package var visitsValid = 0
    /// Closed by whoever spoke with the person or looked for him, not by a message alone; and of these the ones that were right:
    /// cheated, being cheated or dissuaded (预警准确率).
    package var judged = 0
    package var real = 0
    /// 防止案件数.
    package var prevented = 0
    /// 避免损失 and 劝阻止付金额: never the same money, never added up.
    package var avoided = Money.zero
    package var held = Money.zero
    /// Reached before, and had paid all the same when they were reached again (预警后被骗).
    package var cheatedAfterWarning = 0

    /// In hundredths of a per cent, rounded down to two decimals: 1,445 of 1,457 are 9,917; nil where there is nothing to divide by.
    package static func rate(_ part: Int, of whole: Int) -> Int? { whole == 0 ? nil : part * 10_000 / whole }
}
