internal import CZlib

/// Whole streams in the format of zlib. RFC 1950.
package enum Zlib {
    /// Why a stream was not inflated.
    package enum Failure: Error, Hashable, Sendable {
        /// It is no stream of zlib, is damaged, ends too early, or wants a dictionary.
        case corrupt
        /// It is not as long, inflated, as it was said to be.
        case otherLength
        /// Bytes follow its end.
        case trailingBytes(Int)
        /// There is no memory for zlib to work in.
        case outOfMemory
    }

    /// The bytes that a stream holds, which must be `count`.
    ///
    /// Memory is taken for `count` bytes, one more that tells a stream which is too long, and zlib's own window of 32 KiB,
    /// whatever the stream would grow to.
    package static func inflate(_ stream: RawSpan, count: Int) throws(Failure) -> [UInt8] {
        guard count >= 0, count < Int.max else { throw .otherLength }
        var status = Z_OK
        var inflated = uLongf(clamping: count + 1)
        var used = uLong(clamping: stream.byteCount)
        // zlib writes at most `inflated` bytes and reads at most `used`: the counts of the two buffers.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count + 1) { output, filled in
            status = unsafe stream.withUnsafeBytes { input in
                unsafe uncompress2(
                    output.baseAddress, &inflated, input.bindMemory(to: UInt8.self).baseAddress, &used)
            }
            filled = status == Z_OK ? Int(clamping: inflated) : 0
        }
        switch status {
        case Z_OK: break
        case Z_BUF_ERROR: throw .otherLength
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .corrupt
        }
        guard bytes.count == count else { throw .otherLength }
        guard used == stream.byteCount else { throw .trailingBytes(stream.byteCount - Int(clamping: used)) }
        return bytes
    }

    /// A stream that holds these bytes, as short as zlib can make it.
    ///
    /// - Returns: nil when it would be longer than `limit`, or zlib has no memory to work in.
    package static func deflate(_ bytes: RawSpan, limit: Int) -> [UInt8]? {
        guard limit > 0 else { return nil }
        var status = Z_OK
        var deflated = uLongf(clamping: limit)
        // zlib writes at most `deflated` bytes and reads the count that it is given: those of the two buffers.
        let stream = unsafe [UInt8](unsafeUninitializedCapacity: limit) { output, filled in
            status = unsafe bytes.withUnsafeBytes { input in
                unsafe compress2(
                    output.baseAddress, &deflated, input.bindMemory(to: UInt8.self).baseAddress,
                    uLong(clamping: input.count), Z_BEST_COMPRESSION)
            }
            filled = status == Z_OK ? Int(clamping: deflated) : 0
        }
        return status == Z_OK ? stream : nil
    }
}
