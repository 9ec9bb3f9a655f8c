use taut::prelude::*;

const LIMIT: i32 = 10;

#[derive(Default)]
struct Page {
    count: i32,
    hidden: i32,
    names: Vec<String>,
    other: Option<u8>,
}

#[live_view]
impl Page {
    #[optimistic(predict)]
    fn add(&mut self) {
        self.count += 1;
    }

    #[optimistic(predict)]
    fn nothing(&mut self) {}

    #[optimistic(predict)]
    fn calls(&mut self) {
        self.count += 1;
        self.helper();
    }

    #[optimistic(predict)]
    fn pushes(&mut self, name: String) {
        self.names.push(name);
        self.count += 1;
    }

    #[optimistic(predict)]
    fn compares(&mut self) {
        if self.count < LIMIT {
            self.count += 1;
        }
    }

    #[optimistic(predict)]
    fn hides(&mut self) {
        self.count = self.hidden;
    }

    #[optimistic(predict)]
    fn sets_other(&mut self, x: u8) {
        self.other = Some(x);
    }

    #[optimistic(predict)]
    fn powers(&mut self) {
        self.count = self.count.pow(2);
    }

    fn helper(&mut self) {
        self.count = 0;
    }

    fn render(&self) -> impl View {
        view! {
            <p>{self.count}{self.other}</p>
            <button @click={add()}>"1"</button>
            <button @click={nothing()}>"2"</button>
            <button @click={calls()}>"3"</button>
            <button @click={pushes("x".to_owned())}>"4"</button>
            <button @click={compares()}>"5"</button>
            <button @click={hides()}>"6"</button>
            <button @click={sets_other(1)}>"7"</button>
            <button @click={powers()}>"8"</button>
        }
    }
}

fn main() {}
