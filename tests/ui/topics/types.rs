use taut::prelude::*;

struct Other;

topic!(Room(id: u32) -> String);

#[derive(Default)]
struct Page {
    id: u32,
}

#[live_view]
impl Page {
    #[on(self.id)]
    fn of_a_number(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.id))]
    fn of_another_type(&mut self, message: &Other) {
        let _ = message;
    }

    #[on(Room("a room"))]
    fn of_another_key(&mut self, message: &String) {
        let _ = message;
    }

    #[on(Room(self.number))]
    fn of_no_field(&mut self, message: &String) {
        let _ = message;
    }

    fn send(&mut self) {
        Room(self.id).publish(&7);
    }

    fn render(&self) -> impl View {
        view! { <button @click={send()}></button> }
    }
}

fn main() {}
