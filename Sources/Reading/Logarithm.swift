internal import Foundation

/// The two functions of mathematics that the models need.
enum Logarithm {
    /// The natural logarithm.
    static func of(_ x: Float) -> Float { Float(log(Double(x))) }
    static func of(_ x: Double) -> Double { log(x) }
    /// The exponential.
    static func power(_ x: Double) -> Double { exp(x) }
}
