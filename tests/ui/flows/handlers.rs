use taut::prelude::*;

#[derive(Default)]
struct Page {
    readings: Flow<u32>,
    count: u32,
}

#[live_view]
impl Page {
    #[on(self.readings)]
    fn owns(&mut self, reading: u32) {
        self.count += reading;
    }

    #[on(self.readings)]
    async fn waits(&mut self, reading: &u32) {
        self.count += reading;
    }

    #[on(self.readings)]
    fn right(&mut self, reading: &u32) {
        self.count += reading;
    }

    fn render(&self) -> impl View {
        view! { <button @click={right(7)}></button> }
    }
}

fn main() {}
