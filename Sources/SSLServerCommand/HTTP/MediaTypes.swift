/// The media type of a file, told from the end of its name.
enum MediaTypes {
    static func type(ofFileNamed name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return unknown }
        return table[name[name.index(after: dot)...].lowercased()] ?? unknown
    }

    /// What nothing is known about; browsers save it.
    static let unknown = "application/octet-stream"

    private static let table: [String: String] = [
        // Text, all in UTF-8.
        "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
        "txt": "text/plain; charset=utf-8", "text": "text/plain; charset=utf-8", "log": "text/plain; charset=utf-8",
        "md": "text/markdown; charset=utf-8", "csv": "text/csv; charset=utf-8", "ics": "text/calendar; charset=utf-8",
        "vcf": "text/vcard; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8",
        "xml": "application/xml", "xhtml": "application/xhtml+xml", "rss": "application/rss+xml",
        "atom": "application/atom+xml", "vtt": "text/vtt; charset=utf-8",
        "swift": "text/plain; charset=utf-8", "c": "text/plain; charset=utf-8", "h": "text/plain; charset=utf-8",
        "py": "text/plain; charset=utf-8", "sh": "text/plain; charset=utf-8", "yaml": "application/yaml",
        "yml": "application/yaml", "toml": "application/toml",
        // Data.
        "json": "application/json", "map": "application/json", "jsonld": "application/ld+json",
        "geojson": "application/geo+json", "webmanifest": "application/manifest+json", "wasm": "application/wasm",
        "pdf": "application/pdf", "rtf": "application/rtf", "epub": "application/epub+zip",
        // Pictures.
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
        "webp": "image/webp", "avif": "image/avif", "ico": "image/vnd.microsoft.icon", "bmp": "image/bmp",
        "tif": "image/tiff", "tiff": "image/tiff", "heic": "image/heic", "jxl": "image/jxl",
        // Sound and film.
        "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg",
        "wav": "audio/wav", "flac": "audio/flac", "aac": "audio/aac", "weba": "audio/webm",
        "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime",
        "mpeg": "video/mpeg", "mpg": "video/mpeg", "mkv": "video/matroska", "ts": "video/mp2t",
        "m3u8": "application/vnd.apple.mpegurl",
        // Type.
        "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf",
        // Archives.
        "zip": "application/zip", "gz": "application/gzip", "tgz": "application/gzip", "tar": "application/x-tar",
        "bz2": "application/x-bzip2", "xz": "application/x-xz", "zst": "application/zstd",
        "7z": "application/x-7z-compressed", "jar": "application/java-archive",
        // Certificates and keys.
        "pem": "application/x-pem-file", "crt": "application/pkix-cert", "cer": "application/pkix-cert",
        "der": "application/pkix-cert", "crl": "application/pkix-crl", "p7c": "application/pkcs7-mime",
        "p12": "application/pkcs12", "pfx": "application/pkcs12",
        // Office.
        "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation",
    ]
}
