extension String {
    /// The text on one line and without anything that acts on a terminal or turns around what stands beside it:
    /// control characters and the marks of writing direction are written out as `\u{…}`.
    var printable: String {
        guard unicodeScalars.contains(where: \.needsWritingOut) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.needsWritingOut {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The same, for a log: cut off after 256 characters.
    var loggable: String {
        unicodeScalars.count <= 256
            ? printable : String(String.UnicodeScalarView(unicodeScalars.prefix(256))).printable + "…"
    }
}

extension Unicode.Scalar {
    /// Whether the character is invisible and does something.
    var needsWritingOut: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        case .format: true  // among them the marks of writing direction and the zero-width joiners
        default: false
        }
    }
}
