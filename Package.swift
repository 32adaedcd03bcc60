// swift-tools-version: 6.2
import PackageDescription

// Arrows point down only. `make` and CI build with `--explicit-target-dependency-import-check error`,
// so a target that imports what it does not list here does not compile.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

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
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func target(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "shouwang",
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
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // 0  values, the law as data, storage
        target("Primitives", [], resources: [.embedInCode("Tables")]),
        target("Jurisdiction", ["Primitives"], resources: [.embedInCode("Packs")]),
        target("Storage", ["Primitives"]),
        target(
            "StorageSQLite",
            [
                "Storage", "Primitives", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        target("StoragePostgres", ["Storage", "Primitives", "CPostgres"]),
        // 1  one write pipeline, one queue with deadlines
        target("Journal", ["Storage", "Primitives", crypto]),
        target("Jobs", ["Storage", "Primitives"]),
        target("Wire", ["Primitives", crypto]),
        // 2  pure engines; who may do what
        target("FundTracing", ["Primitives"]),
        target("FundReturning", ["Primitives"]),
        target("Ledger", ["Primitives"]),
        .target(
            name: "ReadingModel", exclude: ["types.model", "frauds.model", "hosts.model", "telephones.bin"],
            cSettings: [.headerSearchPath(".")]),
        .target(
            name: "Reading", dependencies: ["ReadingModel", "Primitives"], exclude: ["Training"],
            resources: [.embedInCode("Tables")], swiftSettings: strict),
        target("Screening", ["Reading", "Jurisdiction", "Primitives"]),
        target("Access", ["Journal", "Jobs", "Storage", "Primitives", crypto, cryptoExtras]),
        target("Messaging", ["Access", "Jobs", "Journal", "Jurisdiction", "Storage", "Primitives"]),
        // 3  slices
        target(
            "Recovery",
            [
                "Wire", "FundTracing", "FundReturning", "Ledger", "Reading", "Access", "Jobs", "Journal",
                "Jurisdiction",
                "Storage", "Primitives", crypto,
            ]),
        target("Prevention", ["Messaging", "Access", "Jobs", "Journal", "Jurisdiction", "Storage", "Primitives"]),
        // 4  what follows what; banks; invariants; pages
        target(
            "Gateways",
            [
                "Wire", "Recovery", "Messaging", "Access", "Jobs", "Journal", "Jurisdiction", "Storage", "Primitives",
                crypto,
                httpClient, nioCore, nioPosix, nioSSL,
            ]),
        target(
            "Workflow",
            [
                "Screening", "Wire", "Gateways", "Recovery", "Messaging", "Prevention", "Ledger", "Access", "Jobs",
                "Journal",
                "Jurisdiction", "Storage", "Primitives",
            ]),
        target(
            "Checks",
            [
                "Wire", "Recovery", "Messaging", "Prevention", "FundTracing", "FundReturning", "Access", "Jobs",
                "Journal",
                "Jurisdiction", "Storage", "Primitives",
            ]),
        target(
            "Web",
            [
                "Screening", "Workflow", "Gateways", "Wire", "Checks", "Recovery", "Messaging", "Prevention",
                "FundTracing",
                "FundReturning",
                "Access", "Jobs",
                "Journal", "Jurisdiction", "Storage",
                "Primitives", crypto, hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, lifecycle, logging,
                nioCore, nioPosix,
                nioSSL,
            ], resources: [.embedInCode("Assets")]),
        // 5  a world with people, frauds, banks and faults
        target(
            "Simulation",
            [
                "Workflow", "Gateways", "Wire", "Checks", "Recovery", "Messaging", "Prevention", "FundTracing",
                "Access", "Jobs",
                "Journal",
                "Jurisdiction",
                "StorageSQLite", "Storage", "Primitives", crypto, hummingbird, nioCore, nioPosix,
            ]),
        // 5  what an operator does: backups, a doctor, retention
        target(
            "Operations",
            [
                "Workflow", "Gateways", "Wire", "Checks", "Recovery", "Messaging", "Prevention", "Access", "Jobs",
                "Journal",
                "Jurisdiction",
                "StorageSQLite", "StoragePostgres", "Storage", "Primitives", logging,
            ]),
        // 6  programs
        program(
            "shouwang",
            [
                "Operations", "Simulation", "Web", "Workflow", "Gateways", "Wire", "Checks", "Recovery", "Messaging",
                "Prevention",
                "FundTracing",
                "FundReturning", "Ledger", "Screening", "Reading", "Access", "Jobs", "Journal",
                "Jurisdiction", "StorageSQLite", "StoragePostgres", "Storage", "Primitives", arguments, hummingbird,
                logging, nioCore, nioPosix,
            ]),
        // tests
        .target(
            name: "TestSupport", dependencies: ["StorageSQLite", "StoragePostgres", "Storage", "Primitives"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("StorageTests", ["StorageSQLite", "StoragePostgres", "Storage", "TestSupport", "Primitives"]),
        tests("JournalTests", ["Journal", "Jobs", "Storage", "TestSupport", "Primitives"]),
        tests("PreventionTests", ["Prevention", "Access", "Jurisdiction", "Storage", "TestSupport", "Primitives"]),
        tests("AccessTests", ["Access", "Jobs", "Journal", "Storage", "TestSupport", "Primitives"]),
        tests(
            "SimulationTests",
            [
                "Simulation", "Checks", "Workflow", "Messaging", "Recovery", "Wire", "Jurisdiction", "Storage",
                "Primitives",
                hummingbird, hummingbirdTesting, nioCore,
            ]),
        tests(
            "WebTests",
            [
                "Operations", "Web", "Workflow", "Gateways", "Wire", "Messaging", "Recovery", "FundReturning",
                "FundTracing", "Ledger",
                "Access", "Jobs",
                "Journal",
                "Jurisdiction",
                "Storage", "TestSupport",
                "Primitives", hummingbird, hummingbirdTesting, hummingbirdTLS, httpClient, httpTypes, logging, nioCore,
                nioPosix, nioSSL,
            ]),
        tests(
            "OperationsTests",
            [
                "Operations", "Simulation", "Workflow", "Gateways", "Wire", "Checks", "Recovery", "Messaging",
                "Prevention",
                "Access", "Jobs",
                "Journal", "Jurisdiction", "StorageSQLite", "StoragePostgres", "Storage", "TestSupport", "Primitives",
                logging,
            ]),
        tests(
            "AttackTests",
            [
                "Web", "Workflow", "Gateways", "Wire", "Recovery", "Messaging", "Prevention", "Ledger", "Access",
                "Jobs",
                "Journal",
                "Jurisdiction",
                "StorageSQLite", "Storage", "TestSupport", "Primitives", crypto, hummingbird, hummingbirdTesting,
                httpTypes, logging, nioCore, nioPosix,
            ]),
        tests(
            "MessagingTests",
            ["Messaging", "Access", "Jobs", "Journal", "Jurisdiction", "Storage", "TestSupport", "Primitives"]),
        tests(
            "GatewaysTests",
            [
                "Simulation", "Workflow", "Gateways", "Messaging", "Recovery", "Wire", "Access", "Jurisdiction",
                "Storage", "TestSupport", "Primitives", hummingbird, hummingbirdTesting, httpClient, nioCore, nioPosix,
            ]),
        tests("PrimitivesTests", ["Primitives"]),
        tests("TidyTests", [crypto]),
        tests("FundTracingTests", ["FundTracing", "Primitives"]),
        tests("FundReturningTests", ["FundReturning", "Primitives"]),
        tests("LedgerTests", ["Ledger", "FundTracing", "Primitives"]),
        .testTarget(
            name: "ReadingTests", dependencies: ["Reading", "Primitives"], exclude: ["Statements"],
            swiftSettings: strict),
        tests(
            "RecoveryTests",
            [
                "Recovery", "Wire", "FundTracing", "FundReturning", "Access", "Jobs", "Journal", "Jurisdiction",
                "Storage", "TestSupport", "Primitives",
            ]),
        tests(
            "WorkflowTests",
            [
                "Simulation", "Workflow", "Checks", "Gateways", "Recovery", "Messaging", "Prevention", "Screening",
                "Wire",
                "FundTracing", "Access", "Jobs",
                "Journal",
                "Jurisdiction", "Storage", "TestSupport", "Primitives",
            ]),
        tests("JurisdictionTests", ["Jurisdiction", "Primitives"]),
        tests("ScreeningTests", ["Screening", "Jurisdiction", "Primitives"]),
    ]
)
