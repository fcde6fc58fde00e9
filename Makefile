# make demo    the page at http://127.0.0.1:8080/ (PORT=… for another)
# make test    everything that must hold
# make bench   against the peers, in Node and headless Chromium; writes its table into the READMEs
# make dist    dist/zhifa/, what a portal takes
# make size    bytes to download, and what one more form costs
# Each installs what is missing and builds what has changed.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
# Builds of other features leave their WebAssembly under one name: side by side one would take another's.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8080
SOURCES := Cargo.toml Cargo.lock $(shell find build src -type f)
COMMAND := source scripts/env.sh && cargo run --quiet --locked --features cli --
BUILDS := $(or $(CARGO_TARGET_DIR),target)/builds
BUILT := www/pkg/zhifa_bg.wasm www/pkg/reckoner_bg.wasm www/sheet/zhifa_bg.wasm www/pkg/zhifa.d.ts www/forms.json www/handbook.json \
	www/handbook/index.html

# The build of each family alone: a page with forms of one takes no other.
FAMILIES := $(patsubst src/form/%/,$(BUILDS)/%/zhifa_bg.wasm,$(wildcard src/form/*/))

.PHONY: demo build test bench dist size set-up

demo: build
	exec node scripts/serve.mjs --port $(PORT)

build: $(BUILT)

test:
	scripts/test.sh

bench: build $(BUILDS)/penalty/zhifa_bg.wasm
	scripts/setup.sh browser
	source scripts/env.sh && node bench/inventory.mjs && node bench/run.mjs
	node bench/sheet/run.mjs && node bench/tasks.mjs

dist: build $(BUILDS)/nowasm.js $(FAMILIES)
	node scripts/dist.mjs

size: build $(BUILDS)/legacy/zhifa_bg.wasm
	node scripts/size.mjs
	node scripts/measure-form.mjs

set-up:
	@scripts/setup.sh rust wasm node

$(BUILT): | set-up

www/pkg/zhifa_bg.wasm: $(SOURCES) scripts/build-wasm.sh package-lock.json
	scripts/build-wasm.sh

# For old kernels, and for pages that allow no WebAssembly: the same as JavaScript.
$(BUILDS)/legacy/zhifa_bg.wasm: $(SOURCES) scripts/build-wasm.sh package-lock.json | set-up
	scripts/build-wasm.sh $(@D) all legacy

$(FAMILIES): $(BUILDS)/%/zhifa_bg.wasm: $(SOURCES) scripts/build-wasm.sh package-lock.json | set-up
	scripts/build-wasm.sh $(@D) $*

$(BUILDS)/nowasm.js: $(BUILDS)/legacy/zhifa_bg.wasm
	source scripts/env.sh && wasm2js -O2 --mvp-features --enable-mutable-globals $< -o $@

www/pkg/reckoner_bg.wasm: $(SOURCES) scripts/build-wasm.sh package-lock.json
	scripts/build-wasm.sh www/pkg reckoner
	cp src/wasm/reckoner.d.ts www/pkg/

# What a worker loads when a file of tables is dropped.
www/sheet/zhifa_bg.wasm: $(SOURCES) scripts/build-wasm.sh package-lock.json
	scripts/build-wasm.sh www/sheet sheet

www/pkg/zhifa.d.ts: $(SOURCES)
	@mkdir -p $(@D)
	$(COMMAND) types > $@

# What officers call the forms, which the engine need not know.
www/forms.json: $(SOURCES)
	$(COMMAND) forms --format json > $@

www/handbook.json: $(SOURCES)
	$(COMMAND) handbook > $@

# A page whose rule is gone must not stay behind.
www/handbook/index.html: $(SOURCES) www/icon.svg
	rm -rf $(@D)
	$(COMMAND) handbook --pages $(@D)
