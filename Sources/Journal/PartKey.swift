internal import Crypto
internal import Primitives

extension IdempotencyKey {
    /// The key of one part of what is done under `whole`: the same part again is the same key, and anything else is another.
    package init(_ name: String, _ part: some Encodable, of whole: IdempotencyKey) throws {
        let digest = SHA256.hash(data: try CanonicalJSON.encode(KeyedPart(key: whole.text, part: part)))
        text = name + "/" + hexadecimal(digest)
    }
}

private struct KeyedPart<Part: Encodable>: Encodable {
    let key: String
    let part: Part
}
