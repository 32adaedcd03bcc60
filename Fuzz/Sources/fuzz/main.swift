import Foundation
import LibFuzzer

/// `fuzz list`, `fuzz seeds NAME FOLDER`, or `fuzz NAME` with libFuzzer's options and folders of inputs.
func find(_ name: String) -> Target {
    guard let target = Target.all.first(where: { $0.name == name }) else {
        FileHandle.standardError.write(Data("no parser \(name); see: fuzz list\n".utf8))
        exit(2)
    }
    return target
}

// libFuzzer calls back a C function, which can carry no value with it.
nonisolated(unsafe) var chosen = Target.all[0]

func fuzz(_ target: Target) -> Int32 {
    chosen = target
    // Models and tables are loaded before the time of an input is taken.
    if let first = target.seeds.first { do { try target.run(first) } catch { fatalError("BROKEN: \(error)") } }
    var count = CommandLine.argc - 1
    let rest = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: Int(count) + 1)
    rest[0] = CommandLine.unsafeArgv[0]
    for index in 1..<max(1, Int(count)) { rest[index] = CommandLine.unsafeArgv[index + 1] }
    rest[Int(count)] = nil
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = rest
    return LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
        do {
            try chosen.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
        } catch {
            fatalError("BROKEN: \(chosen.name) threw \(error)")
        }
        return 0
    }
}

let words = CommandLine.arguments.dropFirst()
switch (words.first, words.count) {
case ("list", 1): for target in Target.all { print("\(target.name)\t\(target.longest)\t\(target.law)") }
case ("seeds", 3):
    for (index, seed) in find(words[2]).seeds.enumerated() {
        try Data(seed).write(to: URL(filePath: words[3]).appending(path: "seed-\(index)"))
    }
case (let name?, _): exit(fuzz(find(name)))
case (nil, _):
    print("fuzz list | fuzz seeds NAME FOLDER | fuzz NAME …")
    exit(2)
}
