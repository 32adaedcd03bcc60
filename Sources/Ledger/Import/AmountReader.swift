/// Reads an amount of money to the fen; nil for what is no amount, has parts of a fen or is beyond 64 bits.
///
/// Yuan may have decimals, of which those after the second are zeros; groups of digits may be parted by commas.
func amountInFen(_ bytes: Column<UInt8>, _ range: Range<Int>, _ unit: ImportOptions.Unit) -> Int64? {
    var (whole, digits, decimals, isFraction): (Int64, Int, Int, Bool) = (0, 0, 0, false)
    let wanted = unit == .yuan ? 2 : 0
    for index in range {
        let byte = bytes[index]
        if byte == UInt8(ascii: "."), !isFraction {
            isFraction = true
            continue
        }
        if byte == UInt8(ascii: ","), !isFraction, digits > 0 { continue }
        let digit = byte &- 48
        guard digit < 10 else { return nil }
        digits += 1
        if isFraction {
            guard decimals < wanted else {
                if digit == 0 { continue }
                return nil
            }
            decimals += 1
        }
        guard whole < Int64.max / 10 else { return nil }
        whole = whole * 10 + Int64(digit)
    }
    guard digits > 0 else { return nil }
    for _ in decimals..<wanted {
        guard whole < Int64.max / 10 else { return nil }
        whole *= 10
    }
    return whole
}
