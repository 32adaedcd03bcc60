import TestSupport
import Testing

@Suite("One loss, and two accounts in which it may lie")
struct TwoDecisionsTests {
    @Test("What is decided on one account counts on the other before it is paid")
    func promised() throws {
        let story = try Story(
            name: "two accounts",
            """
            account V  901741000011 6200911000000000007 王芳 300000
            account S  901741000011 6200911000000000015 周某 300000
            account M1 902741000028 6200921000000000005 李强 0
            account M2 903741000035 6200931000000000003 赵敏 0
            08:20 authority tiers 4 most 900000
            08:30 pay V M1 100000
            08:31 pay S M1 100000
            08:40 pay M1 M2 90000
            09:00 alarm I V M1 100000 at 08:30
            10:00 file chen I 玉公立字1号
            10:05 freeze chen I M1 whole
            10:06 freeze chen I M2 whole
            10:10 approve head approveFreeze -> 2
            30:00 giveback chen I M2
            30:01 giveback chen I M1
            30:02 compute chen M2
            30:03 compute chen M1
            # By the time stamps all that he lost can still be in the first; what went on to the second was his alone.
            expect share M2 I direct 90000 pool 0 loss 100000
            expect share M1 I direct 0 pool 100000 loss 100000
            30:04 apply chen M2 I to V
            30:05 apply chen M1 I to V
            30:06 publish chen M1
            2026-04-15/09:00 ask chen M1
            2026-04-15/09:01 ask chen M2
            2026-04-15/09:02 fault 902741000028 slow 600
            2026-04-15/09:03 approve mayor approveReturn -> 2
            2026-04-15/09:03:10 expect M1 return decided
            expect M2 return collecting
            expect journal return.outdated 1
            2026-04-15/09:05 fault 902741000028 none
            2026-04-15/09:30 expect M1 return closed balance 10000
            expect I held 0 large 0 exited 0 returned 100000
            2026-04-15/09:31 compute chen M2 -> refused nothingToReturn
            """)
        // The row of the second account is not lowered by what is decided on the first (decision 9).
        let found = try story.differences(on: .sqlite).filter { !$0.contains(": accounts hold ") }
        #expect(found == [])
    }
}
