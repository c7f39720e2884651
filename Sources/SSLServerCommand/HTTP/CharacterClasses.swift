extension UInt8 {
    /// Whether the byte may stand in a token: a method, a field's name. RFC 9110 §5.6.2.
    var isTokenCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true  // digits and letters
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true  // !#$%&'*+-.^_`|~
        default: false
        }
    }

    /// Whether the byte may stand in a field's value: visible, blank, or one of the upper half. RFC 9110 §5.5.
    var isFieldCharacter: Bool { self == 0x09 || (self >= 0x20 && self != 0x7F) }

    /// Whether the byte may stand in a request target: visible ASCII. RFC 9112 §3.2.
    var isTargetCharacter: Bool { self > 0x20 && self < 0x7F }

    /// Whether the byte is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// Space or tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// The value of a decimal digit.
    var decimalDigit: Int? { (0x30...0x39).contains(self) ? Int(self) - 0x30 : nil }

    /// The value of a hexadecimal digit.
    var hexadecimalDigit: Int? {
        switch self {
        case 0x30...0x39: Int(self) - 0x30
        case 0x41...0x46: Int(self) - 0x41 + 10
        case 0x61...0x66: Int(self) - 0x61 + 10
        default: nil
        }
    }
}

/// The number in a string of decimal digits and nothing else; nil when it is none or does not fit.
func decimalNumber(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty else { return nil }
    var number = 0
    for byte in digits {
        guard let digit = byte.decimalDigit else { return nil }
        let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(digit)
        guard !overflowed, !carried else { return nil }
        number = sum
    }
    return number
}
