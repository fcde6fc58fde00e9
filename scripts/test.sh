#!/usr/bin/env bash
# Everything that must hold: test.sh [STAGE…], by default all. A stage that fails does not hide the ones after it.
set -uo pipefail
source "$(dirname "$0")/env.sh"
cd "$root"
shared=${ZHIFA_SHARED:-$root/../shared}
wasm=wasm32-unknown-unknown
SKIPPED=77
# Without UTF-8 Chromium gives a download with a Chinese name another one.
export LC_ALL=C.UTF-8

set-up() { scripts/setup.sh rust wasm node browser deny; }

format() { cargo fmt --all --check; }

clippy() {
    cargo clippy --locked --all-targets --all-features -- -D warnings
    cargo clippy --locked --lib -- -D warnings
    cargo clippy --locked --lib --test wasm --target $wasm -- -D warnings
    cargo clippy --locked --lib --target $wasm --no-default-features --features reckoner -- -D warnings
}

licences() { cargo deny --locked check bans licenses sources; }

native() { cargo test --locked --all-features; }

# A portal may build one family alone, and a rule may have forms of several.
families() {
    local family
    for family in src/form/*/; do
        cargo check --locked --lib --no-default-features --features "$(basename "$family")"
    done
}

build() { make build; }

size() { node scripts/size.mjs; }

# A portal in TypeScript compiles against the types, and its mistakes do not.
types() {
    tsc --noEmit --strict --noUncheckedIndexedAccess --target es2022 --lib es2022,dom --module esnext \
        --moduleResolution bundler tests/types.ts
}

# The flags that Chromium needs as root and without a way out are in webdriver.json. Without optimising, the tests
# hold the page longer than the 30 seconds that chromedriver waits for an answer.
wasm() {
    CARGO_PROFILE_DEV_OPT_LEVEL=1 CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)} \
        WASM_BINDGEN_TEST_TIMEOUT=300 \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
        cargo test --locked --target $wasm --test wasm
}

page() { node --test --test-timeout=600000 tests/e2e/*.mjs; }

# The package in the browsers, bundlers and libraries of portals.
embed() {
    make dist
    scripts/setup.sh embed
    node --test --test-timeout=300000 tests/embed/*.test.mjs
}

readme() {
    make dist
    node scripts/check-readme.mjs
}

citations() {
    if [ ! -f "$shared/tools/check_citations.py" ]; then
        echo "skipped: there are no statutes at $shared (ZHIFA_SHARED says where they are)"
        return $SKIPPED
    fi
    cargo run --quiet --locked --features cli -- rules --format citations >"$target/citations.json"
    python3 "$shared/tools/check_citations.py" <"$target/citations.json"
    echo "$(node -p 'JSON.parse(fs.readFileSync(0)).length' <"$target/citations.json") citations stand in the statutes"
}

[ $# -gt 0 ] || set -- set-up format clippy licences native families build size types wasm page embed readme citations
passed=0 failed=0 skipped=0
report=()
for stage in "$@"; do
    printf '\n== %s\n' "$stage"
    begin=$SECONDS
    # Not in a condition: there `set -e` would be switched off.
    (
        set -e
        "$stage"
    ) </dev/null
    case $? in
    0) verdict=ok passed=$((passed + 1)) ;;
    "$SKIPPED") verdict=skipped skipped=$((skipped + 1)) ;;
    *) verdict=FAILED failed=$((failed + 1)) ;;
    esac
    report+=("$(printf '%-10s %-8s %5d s' "$stage" "$verdict" $((SECONDS - begin)))")
    # Nothing after it can run.
    [ "$stage $verdict" != "set-up FAILED" ] || break
done

printf '\n'
printf '%s\n' "${report[@]}"
printf '%-10s %-8s %5d s\n\n' all '' "$SECONDS"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
