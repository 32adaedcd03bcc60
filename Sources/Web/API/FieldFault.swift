internal import Hummingbird
internal import Primitives

/// Fields of a request that are wrong as such, before any command is asked.
struct FieldFault: Error {
    let status: HTTPResponse.Status
    let fields: [FieldProblem]

    init(_ status: HTTPResponse.Status, _ fields: [FieldProblem]) {
        self.status = status
        self.fields = fields
    }
}
