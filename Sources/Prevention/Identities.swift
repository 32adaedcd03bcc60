internal import Primitives
internal import Storage

package struct WarningID: Identifier, Storable {
    package static let prefix = "wrn"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct SightingID: Identifier, Storable {
    package static let prefix = "sgt"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct DissuasionTaskID: Identifier, Storable {
    package static let prefix = "tsk"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct AttemptID: Identifier, Storable {
    package static let prefix = "dis"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct HandoverID: Identifier, Storable {
    package static let prefix = "hov"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct LineSuspensionID: Identifier, Storable {
    package static let prefix = "lin"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct ShiftID: Identifier, Storable {
    package static let prefix = "shf"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}
