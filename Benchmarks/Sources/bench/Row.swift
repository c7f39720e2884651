/// One line of the report.
struct Row {
    let title: String
    var unit = ""
    var ours: Double?
    var theirs: Double?
    /// What `theirs` is, when it is not libssl.
    var against = "libssl"
    var ratio: Double?
    var bar: Bar?
    /// Why there are no figures.
    var skipped: String?

    /// What the row must not exceed.
    enum Bar {
        case ratio(Double)
        case ours(Double)
    }

    /// Whether the bar holds; nil for a row that is only for information.
    var passes: Bool? {
        switch bar {
        case nil: nil
        case .ratio(let limit): ratio.map { $0 <= limit }
        case .ours(let limit): ours.map { $0 <= limit }
        }
    }

    /// The cells of the row: title, ours, theirs, against, ratio, bar, verdict.
    var cells: [String] {
        if let skipped { return [title, "", "", "", "", barText, "skipped: \(skipped)"] }
        return [
            title, ours.map { text($0) + unit } ?? "", theirs.map { text($0) + unit } ?? "",
            theirs == nil ? "" : against, ratio.map { fixed($0, 3) } ?? "", barText,
            passes.map { $0 ? "pass" : "FAIL" } ?? "",
        ]
    }

    static let headings = ["", "ours", "theirs", "theirs is", "ratio", "bar", ""]

    private var barText: String {
        switch bar {
        case nil: ""
        case .ratio(let limit): "≤ \(fixed(limit, 2))"
        case .ours(let limit): "ours ≤ \(text(limit))\(unit)"
        }
    }

    private func text(_ value: Double) -> String {
        fixed(value, value == value.rounded() ? 0 : value < 10 ? 2 : value < 1000 ? 1 : 0)
    }
}

/// `value` with so many digits after the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let fraction = String(abs(scaled % scale))
    let sign = scaled < 0 && scaled / scale == 0 ? "-" : ""
    return sign + "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
}
