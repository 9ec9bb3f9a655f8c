use serde::{Deserialize, Serialize};
use taut::prelude::*;

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Who {
    name: String,
}

#[derive(Serialize, Deserialize)]
struct Said {
    text: String,
}

topic!(Here(room: u32) -> Presence<Who>);
topic!(Room(id: u32) -> Said);

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn wrong_description(&mut self, cx: &mut Context) {
        Here(7).join(cx, String::new());
    }

    fn no_presence(&mut self, cx: &mut Context) {
        Room(7).join(cx, Who { name: String::new() });
        Room(7).leave(cx);
    }

    fn nobody(&mut self) {
        let _ = Room(7).present();
    }

    #[on(Here(7))]
    fn changed(&mut self, who: &Who) {
        let _ = who;
    }

    fn render(&self) -> impl View {
        view! { <button @click={wrong_description()} @focus={no_presence()} @blur={nobody()}></button> }
    }
}

fn main() {}
