/// The rows as text: aligned for a terminal, or as a Markdown table.
struct Report {
    let machine: Machine
    let rows: [Row]

    var failures: Int { rows.count { $0.passes == false } }

    var plain: String {
        let table = [Row.headings] + rows.map(\.cells)
        let widths = Row.headings.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { cells in
            cells.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - cells[column].count)
                return (1...2).contains(column) || column == 4 ? space + cells[column] : cells[column] + space
            }.joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }

    var markdown: String {
        let table = rows.map { "| " + $0.cells.joined(separator: " | ") + " |" }
        return """
            # Results

            Written by `Benchmarks/run --write`. What each row is: README.md beside this file.

            | | |
            | --- | --- |
            \(machine.facts.map { "| \($0.0) | \($0.1) |" }.joined(separator: "\n"))

            | \(Row.headings.joined(separator: " | ")) |
            | --- | ---: | ---: | --- | ---: | --- | --- |
            \(table.joined(separator: "\n"))

            """
    }
}
