# Sourced by the other scripts and by the Makefile's recipes: where the tools are.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ZHIFA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/zhifa}

# wasm-bindgen's command must be of the very version of the crate.
bindgen_version=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3 }' "$root/Cargo.lock")
bindgen_root=$cache/wasm-bindgen-$bindgen_version
deny_version=0.20.2
deny_root=$cache/cargo-deny-$deny_version

export PATH="$bindgen_root/bin:$deny_root/bin:${CARGO_HOME:-$HOME/.cargo}/bin:$root/node_modules/.bin:$PATH"
target=${CARGO_TARGET_DIR:-$root/target}
