/// What is where, and how each method is answered.
struct Site: Sendable {
    /// The directory that is served, if one is.
    let files: FileService?

    /// The methods that are answered.
    static let methods = ["GET", "HEAD", "POST", "OPTIONS"]
    /// Methods of the registry that exist and are not answered here. RFC 9110 §9.
    private static let refused = ["PUT", "DELETE", "PATCH", "CONNECT", "TRACE"]

    /// Where the report is for programs.
    var jsonPath: String { files == nil ? "/json" : "/.tls/json" }

    /// Why a request is not answered, as far as its head tells.
    func refusal(of head: RequestHead) -> Response? {
        guard Self.methods.contains(head.method) else {
            guard Self.refused.contains(head.method) else {
                return Response(HTTPFault(.notImplemented, "The method \(head.method.loggable) is not known here."))
            }
            var response = Response(HTTPFault(.methodNotAllowed, "\(head.method) is not allowed here."))
            response.fields.append("Allow", Self.methods.joined(separator: ", "))
            return response
        }
        let expectations = head.fields.list("expect").map { $0.lowercased() }
        guard expectations.allSatisfy({ $0 == "100-continue" }) else {
            return Response(HTTPFault(.expectationFailed, "Of the expectations only 100-continue is understood."))
        }
        return nil
    }

    /// The answer to a whole request.
    ///
    /// - Parameter bodyCount: how many bytes its body had.
    func response(to report: VisitReport, bodyCount: Int) async throws -> Response {
        let head = report.request
        if head.method == "OPTIONS" {
            var response = Response(.noContent)
            response.fields.append("Allow", Self.methods.joined(separator: ", "))
            return response
        }
        let path: TargetPath
        do {
            path = try TargetPath(target: head.target)
        } catch {
            return Response(error)
        }
        if head.method == "POST" { return Self.receipt(bodyCount, for: head) }
        if let response = reportResponse(report, path: path) { return response }
        if let response = try await files?.response(to: head, path: path) { return response }
        return Response(HTTPFault(.notFound, "There is nothing at \(path.encoded.loggable)"))
    }

    /// The upload sink's answer: how many bytes arrived.
    private static func receipt(_ count: Int, for head: RequestHead) -> Response {
        if AcceptedType(head.fields.list("accept")) == .json {
            return json(.object([.init("bytesReceived", .number(count))]))
        }
        return Response(.ok, text: "\(count)\n")
    }

    /// The report, at `/` and `/json` or, beside files, at `/.tls` and `/.tls/json`.
    private func reportResponse(_ report: VisitReport, path: TargetPath) -> Response? {
        switch (path.components, files == nil) {
        case ([".tls"], _), ([], true): self.report(report, as: AcceptedType(report.request.fields.list("accept")))
        case ([".tls", "json"], _), (["json"], true): self.report(report, as: .json)
        default: nil
        }
    }

    private func report(_ report: VisitReport, as type: AcceptedType) -> Response {
        var response =
            switch type {
            case .html: Response(.ok, text: report.html(jsonPath: jsonPath), type: "text/html; charset=utf-8")
            case .json: Self.json(report.json)
            case .text: Response(.ok, text: report.text)
            }
        response.fields.append("Vary", "Accept")
        response.fields.append("Cache-Control", "no-store")
        response.fields.append("X-Content-Type-Options", "nosniff")
        response.fields.append("Referrer-Policy", "no-referrer")
        // The page brings all it needs: nothing else may be loaded, run or framed, whatever a header smuggles in.
        response.fields.append(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'")
        return response
    }

    private static func json(_ value: JSONValue) -> Response {
        Response(.ok, text: value.text, type: "application/json")
    }
}
