//! Writes the exports of the feature `bindings`: a record of its own for each service, and for each of its methods a function and a
//! checksum, as UniFFI's scaffolding has them.

use std::fmt::Write;
use std::{env, fs, path::Path};

const SERVICES: usize = 50;
const METHODS: [&str; 5] = ["encode", "search", "spawn", "post", "stream"];
const TYPES: [&str; 6] = ["u64", "String", "Vec<i32>", "Option<i64>", "BTreeMap<String, u32>", "Choice"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_BINDINGS").is_none() {
        return;
    }
    let mut code = String::new();
    for service in 0..SERVICES {
        record(&mut code, service).expect("a string takes everything");
        for method in METHODS {
            export(&mut code, service, method).expect("a string takes everything");
        }
    }
    let folder = env::var_os("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&folder).join("bindings.rs"), code).expect("the folder can be written to");
}

fn record(code: &mut String, service: usize) -> std::fmt::Result {
    let fields: Vec<_> = (0..3 + service % 6).map(|field| (field, TYPES[(service + field) % TYPES.len()])).collect();
    writeln!(code, "#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]\nstruct Record{service} {{")?;
    for (field, kind) in &fields {
        writeln!(code, "    field_{field}_of_{service}: {kind},")?;
    }
    writeln!(code, "}}\nimpl Record for Record{service} {{\n    fn of(seed: u64) -> Self {{\n        Record{service} {{")?;
    for (field, _) in &fields {
        writeln!(code, "            field_{field}_of_{service}: Value::of(seed + {field}),")?;
    }
    writeln!(code, "        }}\n    }}\n    fn weight(&self) -> u64 {{\n        {service}")?;
    for (field, _) in &fields {
        writeln!(code, "            + self.field_{field}_of_{service}.weight()")?;
    }
    writeln!(code, "    }}\n}}")
}

fn export(code: &mut String, service: usize, method: &str) -> std::fmt::Result {
    let name = format!("service{service}_{method}");
    let checksum = name.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) as u16;
    writeln!(
        code,
        "#[no_mangle]\npub extern \"C\" fn uniffi_corpus_fn_method_{name}(seed: u64, status: &mut CallStatus) -> u64 {{
    status.call(|| {method}::<Record{service}>(seed))\n}}
#[no_mangle]\npub extern \"C\" fn uniffi_corpus_checksum_method_{name}() -> u16 {{ {checksum} }}"
    )
}
