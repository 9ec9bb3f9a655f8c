use taut::prelude::*;

struct Unwritten;

topic!(Room(id: u32) -> Unwritten);

topic!(Lobby);

topic!(Hall(u32) -> String);

topic!(One -> String, Two -> String);

topic!(7 -> String);

fn main() {}
