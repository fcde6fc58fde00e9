#!/usr/bin/env bash
# The crate as an ES module: build-wasm.sh [FOLDER [FAMILIES [modern|legacy]]], by default www/pkg, all families and modern; "penalty,training"
# is these two families and "none" the code alone. Leaves zhifa.js and zhifa_bg.wasm there. The modern build needs Chromium 96, the legacy
# one no more than WebAssembly's first version with mutable globals (Chromium 74, of which 73 has enough).
# "reckoner" in place of families is the interval calculator: reckoner.js, reckoner_bg.wasm.
# "sheet" is all families with the reading and writing of spreadsheets, for a worker.
set -euo pipefail
source "$(dirname "$0")/env.sh"
crate=${ZHIFA_CRATE:-$root}
out=${1:-$root/www/pkg}
families=() name=zhifa
# LLVM inlines less than it would: 6 % less to download for 5 % of the time; what is hot says #[inline] or, where that is not enough,
# #[inline(always)]. Less unrolling, rotating and threading of jumps saves another 1 % and costs 6 % of the time.
flags=(-Cllvm-args=-inline-threshold=75 -Cllvm-args=-inlinehint-threshold=200)
std=optimize_for_size
folder=$target/web
# The features that the compiler used and no more, so that no pass brings in one that an older kernel lacks.
features=(--enable-sign-ext --enable-nontrapping-float-to-int --enable-bulk-memory --enable-multivalue --enable-reference-types)
case ${2:-all} in
all) ;;
sheet)
    # Loaded when a file is dropped, for a hundred thousand rows: time counts before bytes. Every kernel that has what the core needs
    # (Chrome 96) has SIMD (91).
    families=(--features sheet)
    flags=(-Ctarget-feature=+simd128) std= folder=$target/web-sheet
    features+=(--enable-simd)
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=3
    ;;
none) families=(--no-default-features) ;;
reckoner) families=(--no-default-features --features reckoner) name=reckoner ;;
*) families=(--no-default-features --features "$2") ;;
esac
case ${3:-modern} in
modern) ;;
legacy)
    flags+=(-Ctarget-cpu=mvp -Ctarget-feature=+mutable-globals)
    folder=$target/legacy
    features=()
    ;;
*)
    echo "build-wasm: there is no build $3" >&2
    exit 2
    ;;
esac

# In a folder of its own, since other flags than those of the tests would have each build the other's anew. The standard library is
# built with the crate: then a panic stops at once instead of carrying the words and the machinery to say where, a tenth of the
# download.
RUSTC_BOOTSTRAP=1 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${flags[*]} -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zunstable-options" \
    cargo build --locked --release --lib --target wasm32-unknown-unknown -Z build-std=std,panic_abort -Z build-std-features="$std" \
    --manifest-path "$crate/Cargo.toml" --target-dir "$folder" \
    "${families[@]}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The types are generated from the declarations, not from the glue.
wasm-bindgen --target web --no-typescript --out-name "$name" --out-dir "$work" --remove-producers-section \
    "$folder/wasm32-unknown-unknown/release/zhifa.wasm"

# What the compiler left as a call stays one: inlined again the code is shorter, but 3 % longer once it is compressed. Functions of like
# names are alike, and compress better side by side.
wasm-opt -O3 --one-caller-inline-max-function-size=0 --mvp-features --enable-mutable-globals "${features[@]}" \
    --coalesce-locals --reorder-locals --vacuum --reorder-functions-by-name \
    --strip-target-features "$work/${name}_bg.wasm" -o "$work/opt.wasm"
mv "$work/opt.wasm" "$work/${name}_bg.wasm"

# A third of the glue is comments and long names.
mkdir -p "$out"
esbuild "$work/$name.js" --minify --format=esm --charset=utf8 --log-level=warning --outfile="$out/$name.js" --allow-overwrite
cp "$work/${name}_bg.wasm" "$out/"
