import TLSMessages

/// A setting of `config`: its name, how its value is read and set as a string.
struct Setting: Sendable {
    typealias Configuration = SSLServer.Configuration
    typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    let name: String
    let read: @Sendable (Configuration) -> String
    /// Nil: the setting can only be read.
    let write: (@Sendable (inout Configuration, String) throws(SSLError) -> Void)?
    /// Whether it means something to a client too.
    var isForClients = true

    /// The setting, as one that means nothing to a client.
    var ofServers: Setting {
        var setting = self
        setting.isForClients = false
        return setting
    }

    /// A yes or no.
    static func bool(_ name: String, _ path: Path<Bool>) -> Setting {
        Setting(name: name, read: { describe($0[keyPath: path]) }) { configuration, text throws(SSLError) in
            configuration[keyPath: path] = try readBool(name, text)
        }
    }

    /// A whole number.
    static func integer(_ name: String, _ path: Path<Int>) -> Setting {
        Setting(name: name, read: { String($0[keyPath: path]) }) { configuration, text throws(SSLError) in
            configuration[keyPath: path] = try readInteger(name, text)
        }
    }

    /// Any text.
    static func text(_ name: String, _ path: Path<String>) -> Setting {
        Setting(name: name, read: { $0[keyPath: path] }) { configuration, text throws(SSLError) in
            configuration[keyPath: path] = text
        }
    }

    /// A value with a text form of its own.
    static func value<Value>(
        _ name: String, _ path: Path<Value>, _ describe: @escaping @Sendable (Value) -> String,
        _ parse: @escaping @Sendable (String) throws(SSLError) -> Value
    ) -> Setting {
        Setting(name: name, read: { describe($0[keyPath: path]) }) { configuration, text throws(SSLError) in
            configuration[keyPath: path] = try parse(text)
        }
    }

    /// A value that is kept and read back: it acts with the platform's implementation, or not at all.
    static func kept(
        _ name: String, default value: String,
        _ check: @escaping @Sendable (String) throws(SSLError) -> String = { text throws(SSLError) in text }
    ) -> Setting {
        Setting(name: name, read: { $0.keptSettings[name] ?? value }) { configuration, text throws(SSLError) in
            configuration.keptSettings[name] = try check(text)
        }
    }

    /// A yes or no that is kept and read back.
    static func keptBool(_ name: String, default value: Bool) -> Setting {
        kept(name, default: describe(value)) { text throws(SSLError) in describe(try readBool(name, text)) }
    }

    /// A value that can only be read.
    static func readOnly(_ name: String, _ value: String) -> Setting {
        Setting(name: name, read: { _ in value }, write: nil)
    }

    // MARK: Values

    static func describe(_ value: Bool) -> String { value ? "True" : "False" }

    static func readBool(_ name: String, _ text: String) throws(SSLError) -> Bool {
        switch text.lowercased() {
        case "true", "1", "yes": return true
        case "false", "0", "no": return false
        default: throw SSLError(.invalidArgument, "\(name) is True or False, not \(escapeForLog(text))")
        }
    }

    static func readInteger(_ name: String, _ text: String) throws(SSLError) -> Int {
        guard let value = Int(text) else {
            throw SSLError(.invalidArgument, "\(name) is a number, not \(escapeForLog(text))")
        }
        return value
    }

    /// A decimal number, or a hexadecimal one after 0x.
    static func readFlags(_ name: String, _ text: String) throws(SSLError) -> UInt32 {
        let isHexadecimal = text.lowercased().hasPrefix("0x")
        guard let value = UInt32(isHexadecimal ? String(text.dropFirst(2)) : text, radix: isHexadecimal ? 16 : 10)
        else {
            throw SSLError(.invalidArgument, "\(name) is a number of 32 bits, not \(escapeForLog(text))")
        }
        return value
    }
}
