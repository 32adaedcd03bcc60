internal import Foundation

/// How a likelihood becomes points.
enum Evidence {
    /// Ten points say ten times as likely as not, twenty a hundred times, among texts mixed like those that the model learnt from;
    /// none for what is not even likely.
    static func points(_ share: Double, most: Int) -> Int {
        guard share > 0.5 else { return 0 }
        guard share < 1 else { return most }
        return min(most, Int((10 * log10(share / (1 - share))).rounded(.down)))
    }
}
