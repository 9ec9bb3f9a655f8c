use taut::prelude::*;

struct Other;

#[derive(Default)]
struct Page {
    readings: Flow<u32>,
    number: u32,
}

#[live_view]
impl Page {
    #[on(self.number)]
    fn of_a_number(&mut self, reading: &u32) {
        let _ = reading;
    }

    #[on(self.readings)]
    fn of_another_type(&mut self, reading: &Other) {
        let _ = reading;
    }

    #[on(self.reading)]
    fn of_no_field(&mut self, reading: &u32) {
        let _ = reading;
    }

    #[on(self.readings)]
    fn right(&mut self, reading: &u32) {
        self.number = *reading;
    }

    fn render(&self) -> impl View {
        view! { <p>{self.number}</p> }
    }
}

fn main() {}
