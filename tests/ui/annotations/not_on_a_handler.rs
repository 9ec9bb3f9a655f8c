use taut::prelude::*;

struct Page;

#[live_view]
#[throttle(1s)]
impl Page {
    #[debounce(1s)]
    const LIMIT: usize = 1;

    #[debounce(1s)]
    fn mount() -> Self {
        Self
    }

    #[optimistic]
    fn count(&self) -> usize {
        Self::LIMIT
    }

    #[cache(ttl = 1s)]
    fn new() -> Self {
        Self
    }

    #[optimistic]
    fn into_count(self) -> usize {
        1
    }

    #[throttle(1s)]
    fn generic<T>(&mut self, _value: T) {}

    #[client_state(filter)]
    fn render(&self) -> impl View {
        view! { <p>{self.count()}</p> }
    }
}

fn main() {}
