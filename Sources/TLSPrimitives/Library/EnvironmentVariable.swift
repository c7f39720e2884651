import Glibc

/// The process's environment, which a program with more rights than its caller does not see.
package enum EnvironmentVariable {
    /// The value of a variable; nil when it is not set, or empty.
    package static func value(_ name: String) -> String? {
        guard getuid() == geteuid(), getgid() == getegid() else { return nil }
        // SAFETY: the name is a C string for the time of the call, and the value is copied before anything else runs here.
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
