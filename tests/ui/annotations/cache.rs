use taut::prelude::*;

#[derive(Clone, PartialEq, Default)]
struct Filter;

#[derive(Default)]
struct Page {
    filter: Filter,
}

#[live_view]
impl Page {
    #[cache]
    fn nothing(&mut self) {}

    #[cache(5min)]
    fn unnamed(&mut self) {}

    #[cache(ttl = 5min, key(qery))]
    fn misspelt(&mut self, _query: String, query: String) {
        let _ = query;
    }

    #[cache(ttl = 5min, key(context))]
    fn context(&mut self, _query: String, _context: &mut Context) {}

    #[cache(ttl = 5min, key(id, id))]
    fn named_twice(&mut self, id: u32) {
        let _ = id;
    }

    #[cache(ttl = 5min, key())]
    fn nothing_named(&mut self, _id: u32) {}

    #[cache(ttl = 5min, key = query)]
    fn wrong_form(&mut self, _query: String) {}

    #[cache(ttl = 31days)]
    fn too_long(&mut self) {}

    #[cache(ttl = 5min, max = 0)]
    fn too_few(&mut self) {}

    #[cache(ttl = 5min, max = 100ms)]
    fn no_number(&mut self) {}

    #[cache(ttl = 5min, revalidate = true)]
    fn no_word(&mut self) {}

    #[cache(ttl = 5min)]
    fn not_serializable(&mut self, _filter: Filter) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={not_serializable(self.filter.clone())}>"All"</button>
        }
    }
}

fn main() {}
