//! Says which listener a key has reached, of one for each key that has a name.

#[derive(Default)]
pub(crate) struct Keys {
    pressed: Vec<String>,
}

include!(concat!(env!("OUT_DIR"), "/keys.rs"));
