import TLSCertificates
import TLSKeyStores

/// What one file holds, or why it could not be read.
struct FileReport: Sendable {
    let path: String
    private let result: Result<FileInspection, KeyStoreError>

    init(path: String) {
        self.path = path
        result = Result { () throws(KeyStoreError) in try FileInspection(file: path) }
    }

    /// What could not be read, for standard error; nil when all could.
    var problem: String? {
        switch result {
        case .failure(let error): return Self.line(error)
        case .success(let inspection):
            let count = inspection.items.count { if case .unreadable = $0.content { true } else { false } }
            return count == 0 ? nil : "\(path.printable): \(count) of \(inspection.items.count) parts cannot be read"
        }
    }

    /// The file for people; empty when it could not be read.
    var textLines: [String] {
        guard case .success(let inspection) = result else { return [] }
        return inspection.description.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).printable
        }
    }

    private static func line(_ error: KeyStoreError) -> String {
        let problem = error.place.isEmpty ? error.reason : "\(error.place): \(error.reason)"
        return (error.advice.isEmpty ? problem : "\(problem); \(error.advice)").printable
    }

    /// The file for programs.
    var json: JSONValue {
        switch result {
        case .success(let inspection):
            .object([
                .init("file", .string(path)), .init("items", .array(inspection.items.map(ItemReport.json))),
            ])
        case .failure(let error):
            .object([.init("file", .string(path)), .init("error", ItemReport.json(error))])
        }
    }
}
