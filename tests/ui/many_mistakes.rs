use taut::prelude::*;

#[derive(Default)]
struct Todos {
    items: Vec<String>,
    left: usize,
}

#[live_view]
impl Todos {
    fn toggle(&mut self, id: u32, done: bool) {
        self.left = if done { 0 } else { id as usize };
    }

    fn search(&mut self, query: &str) {
        self.items = vec![query.to_owned()];
    }

    fn rename(&mut self) -> u32 {
        7
    }

    fn render(&self) -> impl View {
        view! {
            <h1>"Todos (" {self.lft} ")"</h1>
            <input value={&self.items} @input={search(event.vlaue)}>
            <ul>
                for todo in &self.items {
                    <li class:done={todo.len()}>
                        <input type="checkbox" cheked @chnge={togle(todo.id, event.checked)}>
                        <p><div>{&todo.text}</div></p>
                    </li>
                }
            </ul>
            <button @click={rename()}>Rename</button>
            if self.items.is_empty() { <p>"Nothing to do." }
        }
    }
}

fn main() {}
