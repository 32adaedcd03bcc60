internal import Checks
internal import Jobs
internal import Primitives
internal import Recovery
internal import Storage

/// What a monitoring system reads: counts and times, by kinds and codes that name nobody.
struct Metrics: Sendable {
    let vitals: Vitals
    /// How long each bank's answers of the last hour took.
    let answerTimes: [String: [Duration]]
    let traffic: Traffic.State
    let now: Timestamp

    private static let answerWindow = Duration.hours(1)
    private static let answersMax = 20_000

    init(_ database: any Database, traffic: Traffic, at now: Timestamp) throws {
        vitals = try Vitals(database, at: now)
        let answers = try database.read { tx in
            try BankActTable(tx).answerTimes(since: now - Self.answerWindow, limit: Self.answersMax)
        }
        answerTimes = Dictionary(grouping: answers, by: \.bank).mapValues { $0.map(\.took) }
        self.traffic = traffic.now
        self.now = now
    }

    func text() -> String {
        var text = PrometheusText()
        addQueue(to: &text)
        addRecovery(to: &text)
        addJournal(to: &text)
        addTraffic(to: &text)
        return text.text
    }

    private func addQueue(to text: inout PrometheusText) {
        text.begin("shouwang_jobs_waiting", .gauge, "Jobs in the queue, due or not.")
        for queue in vitals.queues { text.sample("shouwang_jobs_waiting", ["kind": queue.kind], "\(queue.waiting)") }
        text.begin("shouwang_jobs_due", .gauge, "Jobs whose moment has come.")
        for queue in vitals.queues { text.sample("shouwang_jobs_due", ["kind": queue.kind], "\(queue.due)") }
        text.begin("shouwang_jobs_oldest_due_seconds", .gauge, "For how long the oldest due job has been due.")
        for queue in vitals.queues {
            let age = queue.dueSince.map { now - $0 } ?? .zero
            text.sample("shouwang_jobs_oldest_due_seconds", ["kind": queue.kind], PrometheusText.seconds(age))
        }
        text.gauge("shouwang_jobs_dead", "Jobs that failed for good.", vitals.deadJobs)
        // A worker that was never seen has been silent since the beginning of time.
        let silence = vitals.workerSeen.map { PrometheusText.seconds(now - $0) } ?? "+Inf"
        text.gauge("shouwang_worker_silence_seconds", "Since when no worker has left word.", silence)
    }

    private func addRecovery(to text: inout PrometheusText) {
        text.gauge("shouwang_incidents_open", "Open incidents.", vitals.openIncidents)
        text.gauge(
            "shouwang_bank_clocks_overdue", "Orders at banks whose time to answer is over.", vitals.answersOverdue)
        text.gauge("shouwang_orders_undelivered", "Orders that could not be delivered.", vitals.undelivered)
        let name = "shouwang_bank_answer_seconds"
        text.begin(name, .summary, "Time from an order's first sending to the bank's answer, of the last hour.")
        for (bank, times) in answerTimes.sorted(by: { $0.key < $1.key }) {
            for (quantile, percent) in [("0.5", 50), ("0.95", 95), ("0.99", 99)] {
                guard let time = times.percentile(percent) else { continue }
                text.sample(name, ["bank": bank, "quantile": quantile], PrometheusText.seconds(time))
            }
        }
        text.begin("shouwang_bank_answers_hour", .gauge, "Answers of the last hour.")
        for (bank, times) in answerTimes.sorted(by: { $0.key < $1.key }) {
            text.sample("shouwang_bank_answers_hour", ["bank": bank], "\(times.count)")
        }
    }

    private func addJournal(to text: inout PrometheusText) {
        text.begin("shouwang_journal_entries_total", .counter, "Entries in the journal's chain.")
        text.sample("shouwang_journal_entries_total", "\(vitals.entries)")
        text.gauge("shouwang_journal_tail", "Entries that wait for their place in the chain.", vitals.tail)
        let age = vitals.tailSince.map { now - $0 } ?? .zero
        text.gauge(
            "shouwang_journal_tail_seconds", "For how long the first of them has waited.", PrometheusText.seconds(age))
        text.gauge("shouwang_database_bytes", "Size of the database.", vitals.databaseBytes)
    }

    private func addTraffic(to text: inout PrometheusText) {
        text.begin("shouwang_http_requests_total", .counter, "Requests answered by this process.")
        for (key, count) in traffic.answers.sorted(by: { $0.key < $1.key }) {
            text.sample(
                "shouwang_http_requests_total",
                ["method": key.method, "route": key.route, "status": "\(key.status)"], "\(count)")
        }
        let name = "shouwang_http_request_seconds"
        text.begin(name, .histogram, "Time from a request's head to the answer's.")
        for (route, histogram) in traffic.times.sorted(by: { $0.key < $1.key }) {
            var below: Int64 = 0
            for (bound, count) in zip(Traffic.Histogram.bounds, histogram.counts) {
                below += count
                let bound = PrometheusText.seconds(.milliseconds(bound))
                text.sample("\(name)_bucket", ["route": route, "le": bound], "\(below)")
            }
            text.sample("\(name)_bucket", ["route": route, "le": "+Inf"], "\(histogram.count)")
            text.sample("\(name)_sum", ["route": route], PrometheusText.seconds(histogram.sum))
            text.sample("\(name)_count", ["route": route], "\(histogram.count)")
        }
    }
}
