extension VisitReport {
    /// The report for a browser: one page that needs nothing else.
    ///
    /// `jsonPath` is where the same report is to be had for programs.
    func html(jsonPath: String) -> String {
        var page = HTMLWriter()
        page.markup("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.markup("<meta name=\"color-scheme\" content=\"light dark\">\n")
        page.element("<title>Connected with ", facts.version, "</title>\n")
        page.markup(Self.icon)
        page.markup("<style>\n")
        page.markup(PageStyle.sheet)
        page.markup("\n</style>\n</head>\n<body>\n<main>\n")
        writeHeader(to: &page)
        writeFacts(to: &page)
        writeClient(to: &page)
        writeHandshake(to: &page)
        writeConnection(to: &page)
        writeRequest(to: &page)
        page.markup("</main>\n")
        writeFooter(to: &page, jsonPath: jsonPath)
        page.markup("</body>\n</html>\n")
        return page.html
    }

    private func writeHeader(to page: inout HTMLWriter) {
        page.markup("<header>\n<div class=\"seal\">")
        page.markup(Self.padlock)
        page.element("</div>\n<div>\n<h1>You are connected with <em>", facts.version, "</em></h1>\n")
        let time = facts.handshakeText.map { " The handshake took \($0)." } ?? ""
        let shield = "What goes through is encrypted and protected by \(Explanations.provider(facts.provider))."
        page.element("<p>", shield + time, "</p>\n</div>\n</header>\n")
    }

    private func writeFacts(to page: inout HTMLWriter) {
        let handshake = Explanations.handshake(isHelloRetried: facts.isHelloRetried)
        let rows: [(String, String?, String)] = [
            ("Protocol version", facts.version, Explanations.version(facts.version)),
            ("Cipher suite", facts.cipherSuite, Explanations.cipherSuite(facts.cipherSuite)),
            ("Key exchange", facts.group, Explanations.group(facts.group)),
            ("Signature", facts.signatureScheme, Explanations.signature(facts.signatureScheme)),
            ("Session", facts.isResumed ? "resumed" : "new", Explanations.session(isResumed: facts.isResumed)),
            ("Handshake", facts.handshakeText, handshake),
            ("Server name (SNI)", facts.serverName, Explanations.serverName(facts.serverName)),
            (
                "Application protocol (ALPN)", facts.applicationProtocol,
                Explanations.applicationProtocol(facts.applicationProtocol)
            ),
        ]
        page.markup("<section>\n<h2>What was agreed on</h2>\n<dl class=\"grid\">\n")
        for (name, value, why) in rows {
            page.element("<div class=\"card fact\"><dt>", name, "</dt>")
            if let value {
                page.element("<dd><bdi>", value, "</bdi></dd>")
            } else {
                page.markup("<dd class=\"none\">none</dd>")
            }
            page.element("<dd class=\"why\">", why, "</dd></div>\n")
        }
        page.markup("</dl>\n</section>\n")
    }

    private func writeClient(to page: inout HTMLWriter) {
        guard let client = facts.client else { return }
        page.markup("<section>\n<h2>Who you are</h2>\n<dl class=\"card numbers\">\n")
        for (name, value) in client.rows {
            page.element("<div><dt>", name, "</dt>")
            page.element("<dd><bdi>", value, "</bdi></dd></div>\n")
        }
        page.markup("</dl>\n</section>\n")
    }

    private func writeHandshake(to page: inout HTMLWriter) {
        page.markup("<section>\n<h2>How it came about</h2>\n<ol class=\"card ladder\">\n")
        for step in HandshakeStep.steps(of: facts) {
            page.markup(
                step.isFromClient
                    ? "<li><span class=\"who you\">you \u{2192}</span>"
                    : "<li><span class=\"who us\">\u{2190} server</span>")
            page.element("<span class=\"what\">", step.messages, "")
            page.element("<small>", step.purpose, "</small></span></li>\n")
        }
        page.markup("</ol>\n</section>\n")
    }

    private func writeConnection(to page: inout HTMLWriter) {
        let numbers = [
            ("Your address", facts.endpoint),
            ("Received from you", "\(bytesReceived) bytes"),
            ("Sent before this page", "\(bytesSent) bytes"),
            ("Request on this connection", "number \(requestNumber)"),
        ]
        page.markup("<section>\n<h2>The connection</h2>\n<dl class=\"card numbers\">\n")
        for (name, value) in numbers {
            page.element("<div><dt>", name, "</dt>")
            page.element("<dd>", value, "</dd></div>\n")
        }
        page.markup("</dl>\n</section>\n")
    }

    private func writeRequest(to page: inout HTMLWriter) {
        page.markup("<section>\n<h2>What you asked</h2>\n<div class=\"card request\">\n")
        page.element("<div class=\"line\"><span class=\"method\">", request.method, "</span> ")
        page.element("<bdi>", request.target, "</bdi> ")
        page.element("", request.version, "</div>\n")
        for field in request.fields.all {
            page.element("<div class=\"field\"><b>", field.name, "</b>: ")
            page.element("<bdi>", field.value, "</bdi></div>\n")
        }
        page.markup("</div>\n</section>\n")
    }

    private func writeFooter(to page: inout HTMLWriter, jsonPath: String) {
        page.element("<footer><span>", date.text, "</span>")
        page.element("<span>The same for programs: <a href=\"", jsonPath, "\">")
        page.element("", jsonPath, "</a></span></footer>\n")
    }

    private static let icon: StaticString = """
        <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' \
        fill='none' stroke='%230b7a53' stroke-width='2.2' stroke-linecap='round'%3E%3Crect x='4.5' y='10.5' \
        width='15' height='10.5' rx='2.8'/%3E%3Cpath d='M8 10.5V7.2a4 4 0 0 1 8 0v3.3'/%3E%3C/svg%3E">\n
        """

    private static let padlock: StaticString = """
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" \
        aria-hidden="true"><rect x="4" y="10.5" width="16" height="11" rx="3"/>\
        <path d="M7.8 10.5V7a4.2 4.2 0 0 1 8.4 0v3.5"/><path d="M12 15v2.2"/></svg>
        """
}
