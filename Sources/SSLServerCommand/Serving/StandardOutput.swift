import Glibc

/// What the command answers on standard output, as opposed to its log on standard error.
enum StandardOutput {
    /// Writes lines at once: whoever started us may be waiting for them at the other end of a pipe.
    static func write(_ lines: [String]) {
        for line in lines { print(line) }
        fflush(nil)
    }
}
