package import TLSWire

/// One extension that a message can carry: where its value is kept, and the value's codec.
package struct ExtensionSlot<Root>: Sendable {
    let type: ExtensionType
    let read: @Sendable (inout Root, inout ByteReader) throws(WireError) -> Void
    let write: @Sendable (Root, inout ByteWriter) -> Void
}

/// Declares an extension of a message; the value's codec must use up the whole body.
///
/// A getter and a setter, as a writable key path costs more than the rest of the decoding.
@inline(__always)
package func slot<Root, Value>(
    _ type: ExtensionType, _ get: @escaping @Sendable (Root) -> Value?,
    _ set: @escaping @Sendable (inout Root, Value) -> Void, _ codec: Codec<Value>
) -> ExtensionSlot<Root> {
    ExtensionSlot(type: type) { root, reader throws(WireError) in
        set(&root, try codec.decode(&reader, "extension"))
    } write: { root, writer in
        guard let value = get(root) else { return }
        writer.writeUInt16(type.rawValue)
        writer.vector(.u16) { codec.write(value, &$0) }
    }
}

/// What happens to an extension that a message does not declare.
package enum UndeclaredExtensions: Sendable {
    /// A client may offer what we do not know. RFC 9846 §4.3.
    case ignored
    /// A server may answer only what was offered.
    case refused
}

/// `Extension extensions<min..2^16-1>`: the list of a message, each extension at most once. RFC 9846 §4.3.
package func extensions<Root: Sendable>(
    _ empty: Root, atLeast minimum: Int = 0, undeclared: UndeclaredExtensions,
    noteOrder: (@Sendable (inout Root, [ExtensionType]) -> Void)? = nil,
    _ slots: ExtensionSlot<Root>...
) -> Codec<Root> {
    let types = slots.map(\.type.rawValue)
    return Codec<Root> { reader throws(WireError) in
        var list = try reader.vector(.u16, minimum...65535, "extensions")
        var root = empty
        var seen: [ExtensionType] = []
        seen.reserveCapacity(16)
        while !list.isAtEnd {
            let type = ExtensionType(rawValue: try list.readUInt16("extension"))
            var body = try list.vector(.u16, 0...65535, "extension")
            seen.append(type)
            if let place = types.firstIndex(of: type.rawValue) {
                try slots[place].read(&root, &body)
            } else if undeclared == .refused {
                throw WireError(.forbiddenExtension(type.rawValue), in: "extensions")
            }
        }
        try refuseDuplicates(seen)
        noteOrder?(&root, seen)
        return root
    } write: { root, writer in
        writer.vector(.u16) { writer in
            let slots = slots.span
            for place in slots.indices { slots[place].write(root, &writer) }
        }
    }
}

/// No extension may stand twice in one list. RFC 9846 §4.3.
private func refuseDuplicates(_ types: [ExtensionType]) throws(WireError) {
    guard types.count > 32 else {
        // An honest list is short: no memory is taken for it.
        for index in types.indices {
            for other in types.indices where other < index && types[other] == types[index] {
                throw WireError(.duplicateExtension(types[index].rawValue), in: "extensions")
            }
        }
        return
    }
    let sorted = types.map(\.rawValue).sorted()
    for (one, next) in zip(sorted, sorted.dropFirst()) where one == next {
        throw WireError(.duplicateExtension(one), in: "extensions")
    }
}
