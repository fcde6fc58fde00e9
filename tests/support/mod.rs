use std::path::{Path, PathBuf};

/// A file or folder of the material beside the repository (`ZHIFA_SHARED` says where else); `None`, and said, where it is absent.
pub fn shared(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ZHIFA_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = folder.join(part);
    if !path.exists() {
        println!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}
