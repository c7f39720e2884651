/// How a connection's incoming data is cut into `DataIn` events.
struct Framing: Hashable, Sendable {
    /// What ends a line; empty: data is given as it comes.
    var eol: [UInt8] = []
    /// Whether CR, LF and CRLF each end a line; `eol` is then ignored.
    var singleLineMode = false
    /// How long a line may get before it is given without its end.
    var maxLineLength = 2048
    /// The length of records; positive: wins over lines.
    var recordLength = 0
}
