internal import Foundation

/// How a likelihood becomes points.
enum Evidence {
    /// What the model may say of `text` at most, a point for each letter and digit: it is as sure of five characters as of fifty,
    /// and five are not enough to call somebody about.
    static func most(_ text: String) -> Int {
        text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    /// Ten points say ten times as likely as not, twenty a hundred times, among texts mixed like those that the model learnt from;
    /// none for what is not even likely.
    static func points(_ share: Double, most: Int) -> Int {
        guard share > 0.5 else { return 0 }
        guard share < 1 else { return most }
        return min(most, Int((10 * log10(share / (1 - share))).rounded(.down)))
    }
}
