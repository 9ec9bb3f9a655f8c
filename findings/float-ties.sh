#!/usr/bin/env bash
# The standard library of Rust 1.95, serde_json 1.0.145 and ryu 1.0.20 in one program; JavaScript on Node 20; Python 3.
#
# All of them write a floating-point number as the shortest text that reads as the same number. Where two such texts are equally near to it,
# `Display` of Rust rounds up, while serde_json (in the same program), JavaScript and Python take the even digit. So a page that the server
# has written with `{}` shows another number than the page's own script makes of the same JSON, and comparing their texts finds a
# difference where there is none. (The guess was that the shortest text is unique, or that all break ties alike.)
#
# Seen:
#   1423189760561164.25: std ...4.3, serde_json ...4.2, ryu ...4.2, JavaScript ...4.2, Python ...4.2
#   of 1000 numbers with a quarter behind the point from 1.2e15 on, 1000 differ; with three quarters, where both round up, none
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2024"
[dependencies]
serde_json = "=1.0.145"
ryu = "=1.0.20"
TOML
cat > src/main.rs <<'RS'
fn main() {
    let number = 1423189760561164.25_f64;
    let json = serde_json::to_string(&number).unwrap();
    println!("std {number}\nserde_json {json}\nryu {}", ryu::Buffer::new().format(number));
    for fraction in [0.25, 0.75] {
        let numbers = (0..1000).map(|at| 1.2e15 + f64::from(at) + fraction);
        let differ = numbers.filter(|number| number.to_string() != serde_json::to_string(number).unwrap());
        println!("{fraction}: {}", differ.count());
    }
}
RS
{
  cargo run --quiet
  node -p '`JavaScript ${1423189760561164.25}`'
  python3 -c 'print("Python", 1423189760561164.25)'
} > seen
cat seen
diff seen - <<'SEEN'
std 1423189760561164.3
serde_json 1423189760561164.2
ryu 1423189760561164.2
0.25: 1000
0.75: 0
JavaScript 1423189760561164.2
Python 1423189760561164.2
SEEN
