internal import CLibcrypto

/// The curves for ECDSA and ECDH. RFC 8422 §5.1.1.
public enum EllipticCurve: UInt8, Hashable, Sendable, CaseIterable {
    /// secp256r1.
    case p256
    /// secp384r1.
    case p384
    /// secp521r1.
    case p521

    /// The length of a coordinate, and of a private scalar.
    package var coordinateLength: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The length of an uncompressed point.
    package var pointLength: Int { 1 + 2 * coordinateLength }

    /// libcrypto's name.
    var name: StaticString {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        }
    }

    private var identifier: Int32 {
        switch self {
        case .p256: NID_X9_62_prime256v1
        case .p384: NID_secp384r1
        case .p521: NID_secp521r1
        }
    }

    /// A pair with this private scalar. The point is computed; one that is given must be the same.
    func makeKey(scalar: RawSpan, point: RawSpan?) throws(CryptoError) -> KeyHandle {
        // RFC 5915 §3 wants the coordinate's length exactly; writers that drop or add a zero in front are tolerated.
        guard (1...coordinateLength + 1).contains(scalar.byteCount) else {
            throw CryptoError("EC private key", reason: "the scalar has no length of the curve's")
        }
        let own = try publicPoint(of: scalar)
        if let point, !ConstantTime.equal(point, own.span.bytes) {
            throw CryptoError("EC private key", reason: "the public key belongs to another private key")
        }
        var parameters = KeyParameters()
        parameters.append("group", text: name)
        parameters.append("pub", octets: own.span.bytes)
        parameters.append("priv", integer: scalar)
        return try parameters.makeKey("EC", isPair: true)
    }

    /// The point of a private scalar; a scalar that is 0 or not below the order is refused.
    private func publicPoint(of scalar: RawSpan) throws(CryptoError) -> [UInt8] {
        let secret = try BigNumber(secret: scalar)
        let arithmetic = try BigNumber.Arithmetic()
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let group = unsafe EC_GROUP_new_by_curve_name_ex(library, nil, identifier) else {
            throw .fromQueue("EC private key")
        }
        defer { unsafe EC_GROUP_free(group) }
        guard unsafe !secret.isZero && BN_cmp(secret.pointer, EC_GROUP_get0_order(group)) < 0 else {
            throw CryptoError("EC private key", reason: "the scalar is not between 1 and the order")
        }
        guard let point = unsafe EC_POINT_new(group) else { throw .fromQueue("EC private key") }
        defer { unsafe EC_POINT_clear_free(point) }
        var encoded = [UInt8](repeating: 0, count: pointLength)
        // SAFETY: group, point, numbers and buffer outlive the calls; the buffer has an uncompressed point's length.
        let done =
            unsafe EC_POINT_mul(group, point, secret.pointer, nil, nil, arithmetic.pointer) == 1
            && encoded.withUnsafeMutableBufferPointer { buffer in
                unsafe EC_POINT_point2oct(
                    group, point, POINT_CONVERSION_UNCOMPRESSED, buffer.baseAddress, buffer.count, arithmetic.pointer)
                    == buffer.count
            }
        guard done else { throw .fromQueue("EC private key") }
        return encoded
    }

    /// A public key; only uncompressed points that lie on the curve. RFC 8422 §5.4.1.
    func makePublicKey(point: RawSpan) throws(CryptoError) -> KeyHandle {
        let isUncompressed = unsafe point.withUnsafeBytes { unsafe $0.first == 4 }
        guard point.byteCount == pointLength, isUncompressed else {
            throw CryptoError("EC public key", reason: "not an uncompressed point of the curve")
        }
        let template = try Self.template(self)
        guard let key = unsafe EVP_PKEY_new() else { throw .fromQueue("EC public key") }
        let handle = unsafe KeyHandle(owning: key)
        // SAFETY: the length is the buffer's. Faster than an import by parameters: the curve's are taken over.
        let done =
            unsafe EVP_PKEY_copy_parameters(key, template.pointer) == 1
            && point.withUnsafeBytes { bytes in
                let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
                return unsafe EVP_PKEY_set1_encoded_public_key(
                    key, UnsafeMutablePointer(mutating: start), bytes.count) == 1
            }
        guard done else { throw .fromQueue("EC public key") }
        return handle
    }

    /// A key of each curve from which public keys take their parameters.
    private static let templates: InlineArray<3, Result<KeyHandle, CryptoError>> = InlineArray { index in
        Result { () throws(CryptoError) in
            var one = [UInt8](repeating: 0, count: allCases[index].coordinateLength)
            one[one.count - 1] = 1
            return try allCases[index].makeKey(scalar: one.span.bytes, point: nil)
        }
    }

    private static func template(_ curve: EllipticCurve) throws(CryptoError) -> KeyHandle {
        try templates[Int(curve.rawValue)].get()
    }
}
