/// Answers requests with the files of a directory. RFC 9110 §13, §14.
struct FileService: Sendable {
    let root: DocumentRoot

    /// The answer to a GET or HEAD; nil when there is no such file.
    func response(to head: RequestHead, path: TargetPath) async throws -> Response? {
        switch try await root.entry(at: path.components) {
        case .nothing: return nil
        case .unreadable: return Response(HTTPFault(.forbidden, "The server may not read this file."))
        case .file(let file):
            guard !path.endsWithSlash else {
                await file.close()
                return nil
            }
            return await response(to: head, file: file, name: path.components.last ?? "")
        case .directory:
            guard path.endsWithSlash else { return Self.redirection(to: path.encoded + "/") }
            guard case .file(let index) = try await root.entry(at: path.components + ["index.html"]) else {
                return Response(HTTPFault(.forbidden, "This is a directory without an index.html."))
            }
            return await response(to: head, file: index, name: "index.html")
        }
    }

    /// So that relative links in an index lead where they should.
    private static func redirection(to path: String) -> Response {
        // A path that begins with two slashes would be read as another host.
        let place = "/" + path.drop { $0 == "/" }
        var response = Response(.movedPermanently, text: "The directory is at \(place)\n")
        response.fields.append("Location", place)
        return response
    }

    private func response(to head: RequestHead, file: OpenedFile, name: String) async -> Response {
        var response = Self.decide(head, file: file)
        response.fields.append("ETag", file.tag.text)
        response.fields.append("Last-Modified", file.lastModified.text)
        response.fields.append("Accept-Ranges", "bytes")
        response.fields.append("Cache-Control", "no-cache")
        if response.status == .ok || response.status == .partialContent {
            response.fields.append("Content-Type", MediaTypes.type(ofFileNamed: name))
            response.fields.append("X-Content-Type-Options", "nosniff")
        }
        if case .file = response.body { return response }
        await file.close()
        return response
    }

    private static func decide(_ head: RequestHead, file: OpenedFile) -> Response {
        if isUnchanged(head, file: file) { return Response(.notModified) }
        guard head.method == "GET" else { return Response(.ok, body: .file(file, 0..<file.size)) }
        switch ByteRange(mayUseRange(head, file: file) ? head.fields.values("range") : [], size: file.size) {
        case .whole:
            return Response(.ok, body: .file(file, 0..<file.size))
        case .part(let range):
            var response = Response(.partialContent, body: .file(file, range))
            response.fields.append("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)")
            return response
        case .unsatisfiable:
            var response = Response(HTTPFault(.rangeNotSatisfiable, "The file has \(file.size) bytes."))
            response.fields.append("Content-Range", "bytes */\(file.size)")
            return response
        }
    }

    /// RFC 9110 §13.2.2: If-Modified-Since counts only where there is no If-None-Match.
    private static func isUnchanged(_ head: RequestHead, file: OpenedFile) -> Bool {
        if !head.fields.values("if-none-match").isEmpty { return file.tag.matches(head.fields.list("if-none-match")) }
        guard let text = head.fields.only("if-modified-since"), let date = HTTPDate(text: text) else { return false }
        return file.lastModified <= date
    }

    /// RFC 9110 §13.1.5: a range is for whoever has the rest of this very representation, or has not said.
    private static func mayUseRange(_ head: RequestHead, file: OpenedFile) -> Bool {
        let conditions = head.fields.values("if-range")
        return conditions.isEmpty || conditions == [file.tag.text]
    }
}
