// swift-tools-version: 6.2
import PackageDescription

// The program's own sources, by links, compiled for libFuzzer: `make fuzz`. Nothing else builds this package.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]
let watched = strict + [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])]
// The pages hold little that could go past its end, and take long to compile with both.
let counted = strict + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

/// A target with all that stands before it in `targets`, and the libraries given.
func target(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil,
    settings: [SwiftSetting] = watched
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let base: [Target.Dependency] = ["Storage", "Primitives"]
let commands: [Target.Dependency] = ["Wire", "Access", "Jobs", "Journal", "Jurisdiction"] + base

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        target("Primitives", [], resources: [.embedInCode("Tables")]),
        target("Jurisdiction", ["Primitives"], resources: [.embedInCode("Packs")]),
        target("Storage", ["Primitives"]),
        target("StorageSQLite", base + [.product(name: "GRDB", package: "GRDB.swift")]),
        target("Journal", base + [crypto]),
        target("Jobs", base),
        target("Wire", ["Primitives", crypto]),
        target("FundTracing", ["Primitives"]),
        target("FundReturning", ["Primitives"]),
        target("Ledger", ["Primitives"]),
        .target(
            name: "ReadingModel", exclude: ["types.model", "frauds.model", "hosts.model", "telephones.bin"],
            cSettings: [.headerSearchPath(".")]),
        .target(
            name: "Reading", dependencies: ["ReadingModel", "Primitives"], exclude: ["Training"],
            resources: [.embedInCode("Tables")], swiftSettings: watched),
        target("Screening", ["Reading", "Jurisdiction", "Primitives"]),
        target("Access", ["Journal", "Jobs"] + base + [crypto, cryptoExtras]),
        target("Messaging", ["Access", "Jobs", "Journal", "Jurisdiction"] + base),
        target("Prevention", ["Messaging", "Access", "Jobs", "Journal", "Jurisdiction"] + base),
        target("Recovery", ["FundTracing", "FundReturning", "Ledger", "Reading"] + commands + [crypto]),
        target("Gateways", ["Recovery", "Messaging"] + commands + [crypto, httpClient, nioCore, nioPosix, nioSSL]),
        target("Workflow", ["Screening", "Gateways", "Recovery", "Messaging", "Prevention", "Ledger"] + commands),
        target("Checks", ["Recovery", "Messaging", "Prevention", "FundTracing", "FundReturning"] + commands),
        target(
            "Web",
            [
                "Screening", "Workflow", "Gateways", "Checks", "Recovery", "Messaging", "Prevention", "FundTracing",
                "FundReturning",
            ]
                + commands + [
                    crypto, hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, lifecycle, logging, nioCore,
                    nioPosix,
                    nioSSL,
                ], resources: [.embedInCode("Assets")], settings: counted),
        .target(name: "LibFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "LibFuzzer", "Web", "Workflow", "Gateways", "Checks", "Recovery", "Screening", "Reading",
                "StorageSQLite",
            ]
                + commands + [hummingbird, hummingbirdTesting, httpTypes, logging, nioCore, nioPosix],
            swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-sanitize=address"]), .linkedLibrary("stdc++")]),
    ]
)
