internal import Jurisdiction
internal import Primitives
internal import Storage

extension Grade: Storable {}
extension WarningFamily: Storable {}
extension WarningClock: Storable {}
extension IdentityNumber: Storable {}
