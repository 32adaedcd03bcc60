internal import Foundation
internal import Synchronization

/// A shell whose input is a pipe that this process holds: however this process ends, the shell reads the end of its input and
/// cleans up.
enum Watchman {
    private struct Held {
        let shell: pid_t
        let input: Int32
    }

    private static let held = Mutex<Held?>(nil)

    /// Runs `script` (`$0`, `$1` … are the arguments) as `user` and returns what it says up to its first `ready` or its end.
    static func start(_ script: String, arguments: [String], as user: String?) throws -> String {
        let toShell = try channel()
        let fromShell = try channel()
        var command = ["/bin/sh", "-c", script] + arguments
        if let user { command = ["/bin/sh", "-c", "exec runuser -u \"$0\" -- \"$@\"", user] + command }
        let shell = try spawn(command, input: toShell.read, output: fromShell.write)
        close(toShell.read)
        close(fromShell.write)
        held.withLock { $0 = Held(shell: shell, input: toShell.write) }
        atexit { Watchman.dismiss() }
        defer { close(fromShell.read) }
        return listen(fromShell.read)
    }

    /// Lets the shell clean up and waits for it, so that nothing is left when the process has ended.
    private static func dismiss() {
        guard let held = held.withLock({ $0 }) else { return }
        close(held.input)
        var status: Int32 = 0
        waitpid(held.shell, &status, 0)
    }

    private static func listen(_ output: Int32) -> String {
        var said: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !said.ends(with: "ready\n") {
            let count = read(output, &buffer, buffer.count)
            if count <= 0 { break }
            said += buffer[..<count]
        }
        return String(decoding: said, as: UTF8.self)
    }

    /// Both ends close on exec: no other child may hold the shell's input open.
    private static func channel() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw PostgresServer.Unusable(description: "no pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func spawn(_ command: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var shell: pid_t = 0
        let words = command.map { strdup($0) }
        defer { for word in words { free(word) } }
        let failed = posix_spawn(&shell, "/bin/sh", &actions, nil, words + [nil], environ)
        posix_spawn_file_actions_destroy(&actions)
        guard failed == 0 else { throw PostgresServer.Unusable(description: "no shell: errno \(failed)") }
        return shell
    }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
