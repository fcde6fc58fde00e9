#!/usr/bin/env bash
# Installs what is missing, and nothing else: setup.sh [rust] [wasm] [node] [browser] [embed] [deny]. Quick when all is there.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$root"

say() { printf 'set-up: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# Debian packages, when we may; otherwise the words to do it by hand.
packages() {
    if [ "$(id -u)" = 0 ] && have apt-get; then
        say "installing $*"
        local log
        log=$(mktemp)
        if ! { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@"; } \
            </dev/null >"$log" 2>&1; then
            tail -n 20 "$log" >&2
            return 1
        fi
        rm -f "$log"
    else
        say "missing; on Debian install it with: sudo apt-get install $*"
        return 1
    fi
}

# A command from the crates registry, in its own folder of the cache. Less optimised than its author builds it:
# it runs for a second, and compiles in half the time.
crate() { # name version folder
    say "building $1 $2 (once, some minutes) in $3"
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$3/target" cargo install --quiet "$1" --version "$2" --root "$3" </dev/null
    rm -rf "$3/target"
}

need_rust() {
    have cargo && return
    say "no Rust here: install rustup with the stable toolchain first (package rustup, then: rustup default stable)"
    return 1
}

need_wasm() {
    need_rust
    local sysroot
    sysroot=$(rustc --print sysroot)
    if [ ! -d "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib" ]; then
        say "adding the target wasm32-unknown-unknown"
        rustup target add wasm32-unknown-unknown
    fi
    # The standard library is built anew for the download.
    if [ ! -f "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ]; then
        say "adding the component rust-src"
        rustup component add rust-src
    fi
    if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $bindgen_version" ] ||
        [ "$(wasm-bindgen-test-runner --version 2>/dev/null)" != "wasm-bindgen-test-runner $bindgen_version" ]; then
        crate wasm-bindgen-cli "$bindgen_version" "$bindgen_root"
    fi
}

need_node() {
    have node || packages nodejs
    have npm || packages npm
    # npm writes this file last.
    if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
        say "installing the tools of package-lock.json"
        npm ci --no-progress </dev/null >&2
        touch node_modules/.package-lock.json
    fi
}

need_browser() {
    local missing=()
    [ -n "${CHROMIUM:-}" ] || have chromium || missing+=(chromium)
    [ -n "${CHROMEDRIVER:-}" ] || have chromedriver || missing+=(chromium-driver)
    have brotli || missing+=(brotli)
    [ -n "$(fc-list :lang=zh 2>/dev/null | head -c 1)" ] || missing+=(fontconfig fonts-noto-cjk)
    [ ${#missing[@]} = 0 ] || packages "${missing[@]}"
}

# What portals use: libraries and bundlers, and other browsers than the one that everything else is tested in. A browser that cannot be had
# is left out of docs/browsers.md.
need_embed() {
    need_browser
    local folder=tests/embed missing=()
    if [ ! $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]; then
        say "installing the libraries of $folder/package-lock.json"
        npm ci --prefix $folder --no-progress </dev/null >&2
        touch $folder/node_modules/.package-lock.json
    fi
    have firefox-esr || missing+=(firefox-esr)
    have WebKitWebDriver || missing+=(webkit2gtk-driver)
    have Xvfb || missing+=(xvfb)
    [ ${#missing[@]} = 0 ] || packages "${missing[@]}" || say "their tests are skipped"
    node scripts/browsers.mjs >/dev/null
}

need_deny() {
    need_rust
    cargo deny --version >/dev/null 2>&1 || crate cargo-deny "$deny_version" "$deny_root"
}

for part in "$@"; do
    case $part in
    rust | wasm | node | browser | embed | deny) "need_$part" ;;
    *) say "nothing is called $part" && exit 2 ;;
    esac
done
