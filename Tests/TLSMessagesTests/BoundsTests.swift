import TLSMessages
import TLSWire
import Testing

/// One vector of the presentation language, filled to a length.
private struct Bound: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Lengths that are taken, and lengths that are not.
    let good: [Int]
    let bad: [Int]
    let decode: @Sendable (Int) throws -> Void

    init(_ name: String, good: [Int], bad: [Int], _ decode: @escaping @Sendable (Int) throws -> Void) {
        testDescription = name
        self.good = good
        self.bad = bad
        self.decode = decode
    }

    /// One ClientHello extension whose body is a vector of `count` bytes.
    static func hello(_ name: String, _ type: UInt16, width: Int, good: [Int], bad: [Int]) -> Bound {
        Bound(name, good: good, bad: bad) { count in
            let list = WireSample {
                $0.vector(2) { $0.ext(type) { $0.vector(width, [UInt8](repeating: 1, count: count)) } }
            }
            _ = try ClientHelloExtensions.codec.decode(list.bytes)
        }
    }

    static func start(_ name: String, good: [Int], bad: [Int], session: Bool = false, suites: Bool = false) -> Bound {
        Bound(name, good: good, bad: bad) { count in
            let hello = WireSample {
                $0.raw([3, 3] + [UInt8](repeating: 0, count: 32))
                $0.vector(1, [UInt8](repeating: 1, count: session ? count : 0))
                $0.vector(2, [UInt8](repeating: 1, count: suites ? count : 2))
                $0.vector(1, [UInt8](repeating: 0, count: session || suites ? 1 : count))
            }
            _ = try ClientHello.codec.decode(hello.bytes)
        }
    }

    static let all: [Bound] = [
        start("legacy_session_id<0..32>", good: [0, 1, 32], bad: [33, 255], session: true),
        start("cipher_suites<2..2^16-2>", good: [2, 4, 65_534], bad: [0, 1, 3, 65_535], suites: true),
        start("legacy_compression_methods<1..2^8-1>", good: [1, 2, 255], bad: [0]),
        hello("named_group_list<2..2^16-1>", 10, width: 2, good: [2, 4], bad: [0, 1, 3]),
        hello("supported_signature_algorithms<2..2^16-2>", 13, width: 2, good: [2, 4], bad: [0, 1, 3]),
        hello("signature_algorithms_cert<2..2^16-2>", 50, width: 2, good: [2, 4], bad: [0, 1, 3]),
        hello("versions<2..254>", 43, width: 1, good: [2, 4, 254], bad: [0, 1, 3, 255]),
        hello("algorithms<2..2^8-2>, RFC 8879 §3", 27, width: 1, good: [2, 4, 254], bad: [0, 1, 3, 255]),
        hello("cookie<1..2^16-1>", 44, width: 2, good: [1, 2, 60_000], bad: [0]),
        hello("ke_modes<1..255>", 45, width: 1, good: [1, 2, 255], bad: [0]),
        Bound("key_exchange<1..2^16-1>", good: [1, 65_535], bad: [0]) { count in
            let share = WireSample {
                $0.u16(0x1d)
                $0.vector(2, [UInt8](repeating: 1, count: count))
            }
            _ = try KeyShareEntry.codec.decode(share.bytes)
        },
        Bound("ProtocolName<1..2^8-1>", good: [1, 255], bad: [0]) { count in
            let list = WireSample {
                $0.vector(2) {
                    $0.ext(16) {
                        $0.vector(2) {
                            $0.vector(1, [1])
                            $0.vector(1, [UInt8](repeating: 1, count: count))
                        }
                    }
                }
            }
            _ = try ClientHelloExtensions.codec.decode(list.bytes)
        },
        Bound("HostName, as DNS bounds it", good: [1, 255], bad: [0, 256, 60_000]) { count in
            let name = WireSample {
                $0.vector(2) {
                    $0.raw([0])
                    $0.vector(2, [UInt8](repeating: 0x61, count: count))
                }
            }
            _ = try ServerName.codec.decode(name.bytes)
        },
        Bound("cert_data<1..2^24-1>", good: [1, 70_000], bad: [0]) { count in
            let entry = WireSample {
                $0.vector(3, [UInt8](repeating: 1, count: count))
                $0.vector(2, [])
            }
            _ = try CertificateEntry.codec.decode(entry.bytes)
        },
        Bound("compressed_certificate_message<1..2^24-1>, RFC 8879 §4", good: [1, 70_000], bad: [0]) { count in
            let message = WireSample {
                $0.raw([0, 1, 0, 0, 9])
                $0.vector(3, [UInt8](repeating: 1, count: count))
            }
            _ = try CompressedCertificate.codec.decode(message.bytes)
        },
        Bound("DistinguishedName<1..2^16-1>", good: [1, 300], bad: [0]) { count in
            let list = WireSample {
                $0.vector(2) { $0.ext(47) { $0.vector(2) { $0.vector(2, [UInt8](repeating: 1, count: count)) } } }
            }
            _ = try CertificateRequestExtensions.codec.decode(list.bytes)
        },
        hello("ec_point_format_list<1..2^8-1>, RFC 8422 §5.1.2", 11, width: 1, good: [1, 2, 255], bad: [0]),
        hello("renegotiated_connection<0..255>, RFC 5746 §3.2", 0xff01, width: 1, good: [0, 1, 255], bad: []),
        Bound("a ticket of TLS 1.2, RFC 5077 §3.2", good: [0, 1, 60_000], bad: []) { count in
            let list = WireSample { $0.vector(2) { $0.ext(35) { $0.raw([UInt8](repeating: 1, count: count)) } } }
            let ticket = try ClientHelloExtensions.codec.decode(list.bytes).sessionTicket
            #expect(ticket?.count == count)
        },
        Bound("max_fragment_length is one byte, RFC 6066 §4", good: [1], bad: [0, 2]) { count in
            let list = WireSample { $0.vector(2) { $0.ext(1) { $0.raw([UInt8](repeating: 1, count: count)) } } }
            _ = try ClientHelloExtensions.codec.decode(list.bytes)
        },
        Bound("ASN.1Cert<1..2^24-1>, RFC 5246 §7.4.2", good: [1, 70_000], bad: [0]) { count in
            let list = WireSample { $0.vector(3) { $0.vector(3, [UInt8](repeating: 1, count: count)) } }
            _ = try Certificate12.codec.decode(list.bytes)
        },
        Bound("OCSPResponse<1..2^24-1>, RFC 6066 §8", good: [1, 70_000], bad: [0]) { count in
            let status = WireSample {
                $0.raw([1])
                $0.vector(3, [UInt8](repeating: 1, count: count))
            }
            _ = try CertificateStatus.codec.decode(status.bytes)
        },
        Bound("SerializedSCT<1..2^16-1>, RFC 6962 §3.3", good: [1, 60_000], bad: [0]) { count in
            let list = WireSample {
                $0.vector(2) { $0.ext(18) { $0.vector(2) { $0.vector(2, [UInt8](repeating: 1, count: count)) } } }
            }
            _ = try ServerHello12Extensions.codec.decode(list.bytes)
        },
        Bound("ECPoint<1..2^8-1>, RFC 8422 §5.4", good: [1, 255], bad: [0]) { count in
            let parameters = WireSample {
                $0.raw([3, 0, 23])
                $0.vector(1, [UInt8](repeating: 1, count: count))
            }
            _ = try ECDHEParameters.codec.decode(parameters.bytes)
        },
        Bound("dh_p, dh_g, dh_Ys<1..2^16-1>, RFC 5246 §7.4.3", good: [1, 65_535], bad: [0]) { count in
            for place in 0..<3 {
                let parameters = WireSample {
                    for part in 0..<3 { $0.vector(2, [UInt8](repeating: 1, count: part == place ? count : 1)) }
                }
                _ = try DHEParameters.codec.decode(parameters.bytes)
            }
        },
        Bound("certificate_types<1..2^8-1>, RFC 5246 §7.4.4", good: [1, 255], bad: [0]) { count in
            let request = WireSample {
                $0.vector(1, [UInt8](repeating: 1, count: count))
                $0.vector(2, [4, 1])
                $0.vector(2, [])
            }
            _ = try CertificateRequest12.codec.decode(request.bytes)
        },
        Bound("supported_signature_algorithms<2..2^16-2>, RFC 5246 §7.4.4", good: [2, 4], bad: [0, 1, 3]) { count in
            let request = WireSample {
                $0.vector(1, [1])
                $0.vector(2, [UInt8](repeating: 1, count: count))
                $0.vector(2, [])
            }
            _ = try CertificateRequest12.codec.decode(request.bytes)
        },
        Bound("verify_data[12], RFC 5246 §7.4.9", good: [12], bad: [0, 11, 13, 32, 36]) { count in
            _ = try Finished12.codec.decode([UInt8](repeating: 1, count: count))
        },
        Bound("dh_Yc<1..2^16-1>, RFC 5246 §7.4.7.2", good: [1, 65_535], bad: [0]) { count in
            let exchange = WireSample { $0.vector(2, [UInt8](repeating: 1, count: count)) }
            _ = try ClientKeyExchange.dhe.decode(exchange.bytes)
        },
        Bound("ecdh_Yc<1..2^8-1>, RFC 8422 §5.7", good: [1, 255], bad: [0]) { count in
            let exchange = WireSample { $0.vector(1, [UInt8](repeating: 1, count: count)) }
            _ = try ClientKeyExchange.ecdhe.decode(exchange.bytes)
        },
        Bound("session_id<0..32>", good: [0, 1, 32], bad: [33]) { count in
            let hello = WireSample {
                $0.raw([3, 3] + [UInt8](repeating: 0, count: 32))
                $0.vector(1, [UInt8](repeating: 1, count: count))
                $0.raw([0xc0, 0x2f, 0])
            }
            _ = try ServerHello12.codec.decode(hello.bytes)
        },
        Bound("legacy_session_id_echo<0..32>", good: [], bad: [33]) { count in
            let hello = WireSample {
                $0.raw([3, 3] + [UInt8](repeating: 0, count: 32))
                $0.vector(1, [UInt8](repeating: 1, count: count))
                $0.raw([0x13, 0x01, 0])
                $0.vector(2) { $0.ext(43) { $0.u16(0x0304) } }
            }
            _ = try ServerHello.codec.decode(hello.bytes)
        },
    ]
}

@Suite("The bounds of every vector hold. RFC 9846 §3.4")
struct BoundsTests {
    @Test("Lengths inside the bounds are taken, those outside are refused", arguments: Bound.all)
    private func bounds(_ bound: Bound) throws {
        for count in bound.good { try bound.decode(count) }
        for count in bound.bad { #expect(throws: WireError.self, "\(count)") { try bound.decode(count) } }
    }

    @Test("An empty key_share list is taken: the client asks for a retry. RFC 9846 §4.3.8")
    func emptyKeyShare() throws {
        let list = WireSample { $0.vector(2) { $0.ext(51) { $0.vector(2, []) } } }
        #expect(try ClientHelloExtensions.codec.decode(list.bytes).keyShare == [])
    }

    @Test(
        "A host name has printable characters only", arguments: [0x00, 0x0a, 0x1f, 0x20, 0x7f, 0x80, 0xff] as [UInt8])
    func hostName(_ byte: UInt8) {
        let name = WireSample {
            $0.vector(2) {
                $0.raw([0])
                $0.vector(2, [0x61, byte, 0x62])
            }
        }
        #expect(throws: WireError(.invalidValue(0), in: "HostName")) { try ServerName.codec.decode(name.bytes) }
    }

    @Test("Exactly one name, of the one type there is, stands in server_name. RFC 6066 §3")
    func oneName() {
        let two = WireSample {
            $0.vector(2) {
                for _ in 0..<2 {
                    $0.raw([0])
                    $0.vector(2, [0x61])
                }
            }
        }
        #expect(throws: WireError(.trailingBytes(4), in: "ServerNameList")) { try ServerName.codec.decode(two.bytes) }
        let other = WireSample {
            $0.vector(2) {
                $0.raw([1])
                $0.vector(2, [0x61])
            }
        }
        #expect(throws: WireError(.invalidValue(1), in: "NameType")) { try ServerName.codec.decode(other.bytes) }
    }

    @Test("A ServerHello compresses nothing. RFC 9846 §4.2.3")
    func serverCompression() {
        var bytes = Samples.serverHello.sample.bytes
        bytes[40] = 1
        #expect(throws: WireError(.invalidValue(1), in: "x")) { try ServerHello.codec.decode(bytes) }
    }

    @Test("A KeyUpdate asks or does not ask. RFC 9846 §4.7.3", arguments: [2, 3, 255] as [UInt8])
    func keyUpdate(_ value: UInt8) {
        #expect(throws: WireError(.invalidValue(UInt64(value)), in: "x")) { try KeyUpdate.codec.decode([value]) }
    }
}
