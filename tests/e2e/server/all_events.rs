//! Says which listener an event has reached, of one for each event of the macro's table.

#[derive(Default)]
pub(crate) struct AllEvents {
    heard: Vec<String>,
}

include!(concat!(env!("OUT_DIR"), "/events.rs"));
