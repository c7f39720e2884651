/// How bytes are printed as hexadecimal.
package enum HexText {
    /// Two digits a byte, with a separator between the bytes.
    package static func text(_ bytes: some Sequence<UInt8>, separator: String = "", uppercase: Bool = false) -> String {
        var text = ""
        for byte in bytes {
            if !separator.isEmpty, !text.isEmpty { text += separator }
            if byte < 16 { text += "0" }
            text += String(byte, radix: 16, uppercase: uppercase)
        }
        return text
    }
}
