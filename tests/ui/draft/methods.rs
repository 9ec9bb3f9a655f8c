use taut::prelude::*;

#[derive(Default)]
struct Article;

#[live_view]
#[draft(fields(title))]
impl Article {
    fn load_draft(&mut self) -> Option<Draft> {
        None
    }

    #[draft(fields(title))]
    fn save(&mut self) {}

    fn render(&self) -> impl View {
        view! { <input name="title"> }
    }
}

#[derive(Default)]
struct Note;

#[live_view]
#[draft(fields(title))]
impl Note {
    fn load_draft(&self) -> Draft {
        Draft::new(0)
    }

    fn render(&self) -> impl View {
        view! { <input name="title"> }
    }
}

fn main() {}
