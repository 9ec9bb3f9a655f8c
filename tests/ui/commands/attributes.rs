use taut::prelude::*;

#[derive(Default)]
struct Page {
    is_open: bool,
    count: u32,
}

#[live_view]
impl Page {
    fn add(&mut self) {
        self.count += 1;
    }

    fn remove(&mut self) {
        self.count -= 1;
    }

    fn render(&self) -> impl View {
        view! {
            <a @click={set_attribute("href", "/")}></a>
            <a @click={set_attribute("onclick", "alert(1)")}></a>
            <a @click={toggle_attribute("class")}></a>
            <a @click={toggle_attribute("hidden")}></a>
            <a @click={set_attribute("value", "x")}></a>
            <a @click={set_attribute("data-taut-hook", "x")}></a>
            <a @click={set_attribute("data-loading-text", "x")}></a>
            <a @click={set_attribute("http-equiv", "refresh")}></a>
            <a @click={remove_attribute("id")}></a>
            <a @click={set_attribute("aria expanded", "x")}></a>
            <a @click={set_attribute("aria-expanded", "true"), toggle_attribute("disabled")}></a>
        }
    }
}

fn main() {}
