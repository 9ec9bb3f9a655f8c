use taut::prelude::*;

topic!(Room(id: u32) -> String);

#[derive(Default)]
struct Page {
    id: u32,
}

#[live_view]
impl Page {
    #[on]
    fn of_nothing(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.id), replay = 10)]
    fn of_another(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    fn takes_nothing(&mut self) {}

    #[on(Room(self.id))]
    fn takes_more(&mut self, message: &String, number: &u32) {
        let _ = (message, number);
    }

    #[on(Room(self.id))]
    fn owns(&mut self, message: String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    fn changes(&mut self, message: &mut String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    async fn waits(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    #[blocking]
    fn holds(&mut self, message: &String) {
        let _ = message;
    }

    #[every(1s)]
    #[on(Room(self.id))]
    fn ticks(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    #[debounce(300ms)]
    fn pauses(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    fn right(&mut self, message: &String, cx: &mut Context) -> Result<(), Reject> {
        cx.title(message.clone());
        Ok(())
    }

    fn missed(&mut self, since: u32) {
        let _ = since;
    }

    fn render(&self) -> impl View {
        view! { <button @click={right("now")}></button> }
    }
}

fn main() {}
