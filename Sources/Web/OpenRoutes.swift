internal import Access
internal import Hummingbird
internal import Journal
internal import Storage
internal import Workflow

/// `GET /healthz`: 200 when the database answers.
struct HealthRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        group.get(Address.watching(.health).route) { _, _ in
            try await console.blocking { try console.platform.database.read { tx in _ = try EntryTable(tx).head() } }
            return Response.bytes(Array("ok\n".utf8), mediaType: "text/plain; charset=utf-8")
        }
    }
}

/// The embedded files; an address with the right version is kept by the browser for ever.
struct AssetRoutes: Sendable {
    func add(to group: Console.Group) {
        group.get(Address.asset(":file").route) { request, context in
            guard let asset = context.parameters.get("file").flatMap(Asset.init(rawValue:)) else {
                throw NotFound("file")
            }
            let isVersioned = Form(urlEncoded: request.uri.query ?? "")["v"] == asset.version
            var response = Response.bytes(asset.bytes, mediaType: asset.mediaType)
            response.headers[.cacheControl] = isVersioned ? "public, max-age=31536000, immutable" : "no-cache"
            return response
        }
    }
}
