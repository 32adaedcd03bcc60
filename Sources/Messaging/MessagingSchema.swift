package import Primitives
package import Storage

package struct MessageID: Identifier, Storable {
    package static let prefix = "msg"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// One version of one template.
package struct MessageTemplateID: Identifier, Storable {
    package static let prefix = "tpl"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct MessageBatchID: Identifier, Storable {
    package static let prefix = "mbt"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

extension PhoneNumber: Storable {}
extension MessageKind: Storable {}

/// The schema of this part, in the order in which its tables refer to one another.
package enum MessagingSchema {
    package static let migrations =
        MessageTemplateTable.migrations + MessageTable.migrations + MessageBatchTable.migrations
        + OptOutTable.migrations
}

/// The work that follows what happens here, by the kind of job.
package enum MessagingWork: String, CaseIterable, Storable {
    /// Subject: a lane. Ask what became of what was handed over without an answer, then hand over what waits.
    case hand = "message.hand"
    /// Subject: a batch. Make messages of the next part of its audience.
    case load = "message.load"
    /// Subject: a message whose sender wants to know how it ended.
    case ended = "message.ended"
}
