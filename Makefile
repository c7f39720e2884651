# One command for each thing people do here. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help

export SWIFT ?= swift
# Further arguments of `sslserver serve`, such as ARGS="--port 8443".
ARGS ?=
# The program of BoringSSL's protocol suite, and the lists of its tests to run; CONTRIBUTING.md says how to build it.
RUNNER ?=
SCOPES ?=
# Seconds a fuzz target.
SECONDS_EACH ?= 60
# What each comparison of times measures.
RECORDS ?= 100000
CIPHERTEXTS ?= 20000
# Every Swift file of ours, the nested packages' included.
SWIFT_FILES = find $(wildcard Sources Tests Examples Fuzz Benchmarks) -name .build -prune -o -name '*.swift' -print0

.PHONY: help
help: ## Lists the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: serve
serve: ## Builds the server and serves a page over TLS (further arguments: ARGS="…")
	@.ci/setup libssl-dev zlib1g-dev
	$(SWIFT) build -c release --product sslserver
	@exec "$$($(SWIFT) build -c release --show-bin-path)/sslserver" serve $(ARGS)

.PHONY: test
test: setup-tests lint build documents examples citations ## Everything a change must pass; takes minutes
	# One at a time: a test that computes would starve one that waits for a deadline on the same two threads.
	$(SWIFT) test --skip-build --disable-xctest --no-parallel </dev/null

.PHONY: setup-tests
setup-tests:
	@.ci/setup libssl-dev zlib1g-dev openssl python3
	@if [ -x .ci/install-peers ]; then .ci/install-peers </dev/null; fi

.PHONY: lint
lint: ## Checks format and style
	@$(SWIFT_FILES) | xargs -0 $(SWIFT) format lint --strict --parallel
	@echo "lint: clean"

.PHONY: format
format: ## Formats every Swift file in place
	$(SWIFT_FILES) | xargs -0 $(SWIFT) format --in-place --parallel

.PHONY: build
build:
	$(SWIFT) build --build-tests

.PHONY: examples
examples: ## Builds the examples and talks to each
	@.ci/examples

.PHONY: documents
documents: ## Compares README.md and SECURITY.md with the code
	@.ci/documents

.PHONY: citations
citations: ## Reports which RFC sections are enforced without a test
	@.ci/citations

.PHONY: bench
bench: ## Measures speed and memory (BENCH="…" chooses what)
	@.ci/setup libssl-dev zlib1g-dev
	Benchmarks/run $(BENCH)

.PHONY: fuzz
fuzz: ## Fuzzes every target for a minute each (SECONDS_EACH=…)
	@.ci/setup libssl-dev zlib1g-dev
	Fuzz/run $(SECONDS_EACH)

.PHONY: bogo
bogo: ## Runs BoringSSL's protocol suite against ours (RUNNER=its program)
	@[ -n "$(RUNNER)" ] || { echo "make bogo RUNNER=path/to/runner: CONTRIBUTING.md says how to build it" >&2; exit 1; }
	@.ci/setup libssl-dev zlib1g-dev
	$(SWIFT) build --product BogoShim
	@.ci/bogo "$(RUNNER)" $(SCOPES)

.PHONY: constant-time
constant-time: ## Checks under valgrind that secrets decide no branch or address
	@.ci/constant-time

.PHONY: timing
timing: ## Compares the times that wrong CBC records and RSA ciphertexts take (RECORDS=…, CIPHERTEXTS=…)
	@.ci/timing $(RECORDS) $(CIPHERTEXTS)

.PHONY: test-browser
test-browser: ## Opens the served page in a real browser
	.ci/test-browser

.PHONY: docs
docs: ## Builds the documentation into .build/docs
	@.ci/setup libssl-dev zlib1g-dev
	@.ci/docs
