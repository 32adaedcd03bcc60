/// What the model that the program brings along takes a host for.
package struct HostOpinion: Sendable, Equatable {
    /// How likely it is a fraud's, 0 to 1.
    package let fraud: Double
    /// Its parts that weighed most, where it is taken for a fraud's.
    package let parts: [String]

    /// Nil where the model has no opinion: of what is too long for a host; under .cn, where the ordinary hosts that it learnt from
    /// have no name, so that it knows frauds alone; and what a brand has registered itself needs none. It knows ordinary hosts by
    /// the names that were registered.
    package init?(_ host: String) {
        guard host.utf8.count <= HostName.lengthMost else { return nil }
        let name = HostName.registered(host)
        guard !name.isEmpty, !name.hasSuffix(".cn"), !HostReason.isOfBrand(name) else { return nil }
        let model = LabelModel.shippedHosts
        fraud = model.answer(name).confidence(of: LabelModel.fraud)
        parts = fraud > 0.5 ? model.parts(of: name, LabelModel.fraud) : []
    }
}
