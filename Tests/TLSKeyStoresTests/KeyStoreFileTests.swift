import Foundation
import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TestSupport
import Testing

/// A directory that is removed with its files at the end of a test.
private final class Directory {
    let path: String

    init() throws {
        path = try OpenSSLCommand.temporaryDirectory()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    static func makeFIFO(_ path: String) throws {
        let process = try Process.run(URL(filePath: "/usr/bin/mkfifo"), arguments: [path])
        process.waitUntilExit()
    }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }
}

private func error(_ path: String) -> KeyStoreError? {
    do throws(KeyStoreError) {
        _ = try TLSIdentity(certificateFile: path, keyFile: path)
        return nil
    } catch {
        return error
    }
}

@Suite("Files of keys and certificates")
struct KeyStoreFileTests {
    @Test("Chain and key come from two files, or from one, in PEM or DER")
    func files() throws {
        let directory = try Directory()
        let certificate = try X509Certificate(
            derBytes: #require(VectorFile("certificates/openssl.ini")["p256"]).bytes("der"))
        let keys = VectorFile("keys/openssl.ini")
        let pemKey = try #require(keys["p256-pkcs8-pem"]).bytes("file")
        let certificatePEM = try directory.write("certificate.pem", Array(certificate.pemText.utf8))
        let certificateDER = try directory.write("certificate.der", certificate.derBytes)
        let keyPEM = try directory.write("key.pem", pemKey)
        let keyDER = try directory.write("key.der", try #require(keys["p256-traditional-der"]).bytes("file"))
        let both = try directory.write("both.pem", pemKey + certificate.pemText.utf8)
        for (chain, key) in [
            (certificatePEM, keyPEM), (certificatePEM, keyDER), (certificateDER, keyPEM), (certificateDER, keyDER),
            (both, both),
        ] {
            #expect(try TLSIdentity(certificateFile: chain, keyFile: key).certificateChain == [certificate])
        }
        #expect(try X509Certificate.certificates(file: both) == [certificate])
        #expect(try X509Certificate.certificates(in: certificate.derBytes) == [certificate])
        #expect(certificate.matches(try PrivateKey.privateKey(file: keyDER)))
        #expect(certificate.matches(try PrivateKey.privateKey(in: pemKey)))
        #expect(throws: KeyStoreError.self) { try X509Certificate.certificates(file: keyPEM) }
        #expect(throws: KeyStoreError.self) { try PrivateKey.privateKey(file: certificatePEM) }
        let link = "\(directory.path)/link.pem"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: both)
        #expect(error(link) == nil)
    }

    @Test("What is not a regular file is refused without waiting for it")
    func notRegular() throws {
        let directory = try Directory()
        let fifo = "\(directory.path)/fifo"
        try Directory.makeFIFO(fifo)
        #expect(FileManager.default.fileExists(atPath: fifo))
        for path in [fifo, directory.path, "/dev/zero", "/dev/null", "/dev/tty"] {
            let found = error(path)
            #expect(found?.code == .unreadableFile)
            #expect(found?.place == path)
        }
    }

    @Test("Missing, dangling and empty files, and paths that are none, are refused by name")
    func missing() throws {
        let directory = try Directory()
        let dangling = "\(directory.path)/dangling"
        try FileManager.default.createSymbolicLink(atPath: dangling, withDestinationPath: "\(directory.path)/nowhere")
        for path in ["\(directory.path)/nothing", dangling, "\(directory.path)/a/b", "", "a\u{0}b"] {
            #expect(error(path)?.code == .unreadableFile)
        }
        #expect(error("\(directory.path)/nothing")?.reason.contains("there is no such file") == true)
        let empty = try directory.write("empty.pem", [])
        #expect(error(empty)?.code == .malformed)
        #expect(error(empty)?.reason == "the file is empty")
    }

    @Test("A file of more than 16 MiB is refused without being read")
    func size() throws {
        let directory = try Directory()
        let path = try directory.write("large.pem", [])
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 17 * 1024 * 1024)
        #expect(error(path)?.code == .limitExceeded)
        try handle.truncate(atOffset: 16 * 1024 * 1024 + 1)
        #expect(error(path)?.code == .limitExceeded)
        try handle.truncate(atOffset: 16 * 1024 * 1024)
        #expect(error(path)?.code == .malformed)
        try handle.close()
    }

    @Test("A file that may not be read says so", .enabled(if: getuid() != 0))
    func permission() throws {
        let directory = try Directory()
        let path = try directory.write("locked.pem", [0x30])
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        #expect(error(path)?.reason.contains("permission denied") == true)
    }

    @Test("Files of other forms are named")
    func otherForms() throws {
        let directory = try Directory()
        let garbage = try directory.write("garbage", [UInt8](repeating: 0x41, count: 100))
        #expect(error(garbage)?.reason == "it is neither PEM nor the DER of a key or certificate")
        let pkcs12 = try directory.write("store.p12", [0x30, 0x05, 0x02, 0x01, 0x03, 0x30, 0x00])
        #expect(error(pkcs12)?.code == .unsupported)
        #expect(error(pkcs12)?.place == pkcs12)
    }
}
