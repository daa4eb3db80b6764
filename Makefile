# `make run` serves the demonstration, `make test` checks everything but dependencies; both install what they need. `make check` is for between two edits.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export CARGO_TARGET_DIR ?= $(CURDIR)/target
LISTEN ?= 127.0.0.1:3000
WASM := --target wasm32-unknown-unknown

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: ## Build quickly, load the demonstration if the database is empty, and serve on http://127.0.0.1:3000
	cargo build --profile quick --locked -p server
	@hailong=$(CARGO_TARGET_DIR)/quick/hailong; \
	rounds=$$($$hailong rounds --format json 2>&1) || case "$$rounds" in \
	  *'there is no database'*) rounds='[]';; *) echo "$$rounds" >&2; exit 1;; esac; \
	case "$$rounds" in '[]'|*-demo\"*) echo 'Loading the demonstration'; $$hailong demo >/dev/null;; esac
	@printf '\n  The form:     http://$(LISTEN)/s/demo\n  The results:  http://$(LISTEN)/results\n  The API:      http://$(LISTEN)/api/openapi.json\n  For staff:    http://$(LISTEN)/admin\n\n'
	@exec $(CARGO_TARGET_DIR)/quick/hailong serve --listen $(LISTEN)

release: ## Build the binary for production, fully optimised: target/release/hailong
	cargo build --release --locked -p server

check: ## While working: format, lints, the rules, and what of the server needs no database server; two minutes
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo test --locked -p domain -p app
	cargo test --locked -p server --lib

test: setup lint test-rust test-browser ## Everything: format, lints, documentation, Rust on both databases, browsers
	@echo "all checks passed"

setup: ## Install what the tests need: Chromium, PostgreSQL, nginx, the wasm target, Playwright
	.ci/setup

lint: ## Format, lints for host and wasm, documentation, types of the browser tests
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked -p domain -p app $(WASM) -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps
	cd end2end && npm run --silent check

test-rust: ## Rust tests on SQLite and PostgreSQL
	.ci/with-postgres cargo test --locked --workspace

dependencies: ## Licences, sources, unused dependencies, advisories; compiles its tools where they are not installed
	.ci/check-dependencies

faults: ## Disks that fill and fail, databases that refuse, at length; on small disks where it may mount them
	.ci/with-postgres cargo test --locked -p server --test it -- --ignored faults::

# Built with the tests, the binary shares what `test-rust` compiled; alone, with other features, everything is compiled again.
test-browser: ## Playwright, with JavaScript on and off
	cargo test --locked --workspace --no-run
	cd end2end && HAILONG_BIN=$(CARGO_TARGET_DIR)/debug/hailong npm test

bench: ## Ratios against their ceilings, on SQLite and PostgreSQL; five minutes and 4 GB of disk
	.ci/with-postgres cargo bench --locked -p server

screenshots: setup ## Make pictures of every page that people meet, in both languages; the README shows some
	cargo test --locked --workspace --no-run
	cd end2end && HAILONG_BIN=$(CARGO_TARGET_DIR)/debug/hailong npm run screenshots

.PHONY: help run release check test setup lint test-rust dependencies faults test-browser bench screenshots
