/// One declaration for both directions: how a value is read from the wire and written to it.
///
/// Messages declare their codec line for line beside the RFC's presentation language (`record`, `field`, `opaque`,
/// `list`), with the length bounds as part of the declaration. Duplicates, trailing bytes and bad lengths are refused by
/// the combinators, so no message checks them by hand.
///
/// What is generic here is inlinable: a message's module then gets code for its own types, where it would look up generic
/// metadata for each element read.
@usableFromInline
package struct Codec<Value>: Sendable {
    @usableFromInline package let read: @Sendable (inout ByteReader) throws(WireError) -> Value
    @usableFromInline package let write: @Sendable (Value, inout ByteWriter) -> Void

    @inlinable
    package init(
        read: @escaping @Sendable (inout ByteReader) throws(WireError) -> Value,
        write: @escaping @Sendable (Value, inout ByteWriter) -> Void
    ) {
        self.read = read
        self.write = write
    }

    /// Reads a whole message: every byte belongs to the value.
    package func decode(_ bytes: [UInt8], _ subject: StaticString = "message") throws(WireError) -> Value {
        var reader = ByteReader(bytes)
        return try decode(&reader, subject)
    }

    /// Reads a value that must fill the rest of `reader`.
    @inlinable
    package func decode(_ reader: inout ByteReader, _ subject: StaticString = "message") throws(WireError) -> Value {
        let value = try read(&reader)
        try reader.expectEnd(subject)
        return value
    }

    package func encode(_ value: Value) -> [UInt8] {
        var writer = ByteWriter()
        write(value, &writer)
        return writer.bytes
    }
}

extension Codec where Value == UInt8 {
    package static var uint8: Codec<UInt8> {
        Codec { reader throws(WireError) in
            try reader.readUInt8("uint8")
        } write: {
            $1.writeUInt8($0)
        }
    }
}

extension Codec where Value == UInt16 {
    package static var uint16: Codec<UInt16> {
        Codec { reader throws(WireError) in
            try reader.readUInt16("uint16")
        } write: {
            $1.writeUInt16($0)
        }
    }
}

extension Codec where Value == Int {
    package static var uint24: Codec<Int> {
        Codec { reader throws(WireError) in
            try reader.readUInt24("uint24")
        } write: {
            $1.writeUInt24($0)
        }
    }
}

extension Codec where Value == UInt32 {
    package static var uint32: Codec<UInt32> {
        Codec { reader throws(WireError) in
            try reader.readUInt32("uint32")
        } write: {
            $1.writeUInt32($0)
        }
    }
}

extension Codec where Value == [UInt8] {
    /// `opaque x<min..max>`
    package static func opaque(_ prefix: LengthPrefix, _ allowed: ClosedRange<Int>) -> Codec {
        Codec { reader throws(WireError) in
            try reader.opaque(prefix, allowed, "opaque")
        } write: {
            $1.opaque(prefix, $0)
        }
    }

    /// `opaque x[count]`
    package static func fixed(_ count: Int) -> Codec {
        Codec { reader throws(WireError) in
            try reader.readBytes(count, "opaque")
        } write: {
            $1.writeBytes($0)
        }
    }

    /// Everything up to the end of the enclosing structure.
    package static var rest: Codec {
        Codec { reader throws(WireError) in
            reader.readRest()
        } write: {
            $1.writeBytes($0)
        }
    }
}

extension Codec {
    /// `T x<min..max>`, the bounds in bytes.
    @inlinable
    package static func list<Element>(
        _ element: Codec<Element>, _ prefix: LengthPrefix, _ allowed: ClosedRange<Int>, _ subject: StaticString
    ) -> Codec<[Element]> {
        Codec<[Element]> { reader throws(WireError) in
            var content = try reader.vector(prefix, allowed, subject)
            var elements: [Element] = []
            while !content.isAtEnd {
                elements.append(try element.read(&content))
            }
            return elements
        } write: { elements, writer in
            writer.vector(prefix) { writer in
                for value in elements { element.write(value, &writer) }
            }
        }
    }

    /// A list of code points: `list` with room made once.
    @inlinable
    package static func codePoints<Element>(
        _ prefix: LengthPrefix, _ allowed: ClosedRange<Int>, _ subject: StaticString
    ) -> Codec<[Element]>
    where Value == [Element], Element: RawRepresentable & Sendable, Element.RawValue == UInt16 {
        Codec<[Element]> { reader throws(WireError) in
            var content = try reader.vector(prefix, allowed, subject)
            var elements: [Element] = []
            elements.reserveCapacity(content.remaining / 2)
            while !content.isAtEnd {
                let raw = try content.readUInt16("code point")
                guard let element = Element(rawValue: raw) else {
                    throw WireError(.invalidValue(UInt64(raw)), in: "code point")
                }
                elements.append(element)
            }
            return elements
        } write: { elements, writer in
            writer.vector(prefix) { writer in
                for element in elements { writer.writeUInt16(element.rawValue) }
            }
        }
    }

    /// A code point: a raw value that survives whether known or not.
    @inlinable
    package static func codePoint() -> Codec where Value: RawRepresentable & Sendable, Value.RawValue == UInt16 {
        Codec { reader throws(WireError) in
            let raw = try reader.readUInt16("code point")
            guard let value = Value(rawValue: raw) else {
                throw WireError(.invalidValue(UInt64(raw)), in: "code point")
            }
            return value
        } write: {
            $1.writeUInt16($0.rawValue)
        }
    }
}

/// One field of a structure: how to get it from the value, and its codec.
@usableFromInline
package struct Field<Root, Value>: Sendable {
    @usableFromInline let get: @Sendable (Root) -> Value
    @usableFromInline let codec: Codec<Value>

    @inlinable
    init(get: @escaping @Sendable (Root) -> Value, codec: Codec<Value>) {
        self.get = get
        self.codec = codec
    }
}

@inlinable
package func field<Root, Value>(
    _ get: @escaping @Sendable (Root) -> Value, _ codec: Codec<Value>
) -> Field<Root, Value> {
    Field(get: get, codec: codec)
}

/// A structure: its fields in order.
@inlinable
package func record<Root, A: Sendable>(
    _ make: @escaping @Sendable (A) -> Root, _ a: Field<Root, A>
) -> Codec<Root> {
    Codec { reader throws(WireError) in
        make(try a.codec.read(&reader))
    } write: { value, writer in
        a.codec.write(a.get(value), &writer)
    }
}

@inlinable
package func record<Root, A: Sendable, B: Sendable>(
    _ make: @escaping @Sendable (A, B) -> Root, _ a: Field<Root, A>, _ b: Field<Root, B>
) -> Codec<Root> {
    Codec { reader throws(WireError) in
        make(try a.codec.read(&reader), try b.codec.read(&reader))
    } write: { value, writer in
        a.codec.write(a.get(value), &writer)
        b.codec.write(b.get(value), &writer)
    }
}

@inlinable
package func record<Root, A: Sendable, B: Sendable, C: Sendable>(
    _ make: @escaping @Sendable (A, B, C) -> Root, _ a: Field<Root, A>, _ b: Field<Root, B>, _ c: Field<Root, C>
) -> Codec<Root> {
    Codec { reader throws(WireError) in
        make(try a.codec.read(&reader), try b.codec.read(&reader), try c.codec.read(&reader))
    } write: { value, writer in
        a.codec.write(a.get(value), &writer)
        b.codec.write(b.get(value), &writer)
        c.codec.write(c.get(value), &writer)
    }
}

@inlinable
package func record<Root, A: Sendable, B: Sendable, C: Sendable, D: Sendable, E: Sendable>(
    _ make: @escaping @Sendable (A, B, C, D, E) -> Root, _ a: Field<Root, A>, _ b: Field<Root, B>,
    _ c: Field<Root, C>, _ d: Field<Root, D>, _ e: Field<Root, E>
) -> Codec<Root> {
    Codec { reader throws(WireError) in
        make(
            try a.codec.read(&reader), try b.codec.read(&reader), try c.codec.read(&reader),
            try d.codec.read(&reader), try e.codec.read(&reader))
    } write: { value, writer in
        a.codec.write(a.get(value), &writer)
        b.codec.write(b.get(value), &writer)
        c.codec.write(c.get(value), &writer)
        d.codec.write(d.get(value), &writer)
        e.codec.write(e.get(value), &writer)
    }
}
