//! What `#[live_view]` makes of correct code raises no lint, and hides none of the user's own.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![allow(clippy::missing_const_for_fn, reason = "handlers are short here")]

use taut::prelude::*;

mod renamed {
    pub(super) use taut as web;
}

#[derive(Clone, PartialEq, Eq, Default, serde::Serialize)]
enum Filter {
    #[default]
    All,
    Done,
}

#[derive(Clone, Default)]
struct Item {
    id: u32,
    text: String,
    is_done: bool,
    tags: Vec<String>,
}

/// Uses every part of the template language.
#[derive(Default)]
struct Page {
    items: Vec<Item>,
    filter: Filter,
    name: Option<String>,
    count: usize,
    size: f64,
    attributes: Attributes,
}

#[live_view]
#[draft(key = self.count, scope = self.name.as_deref().unwrap_or("nobody"), fields(query, "due-date"), restore = auto)]
impl Page {
    #[optimistic(remove, timeout = 5s)]
    fn toggle(&mut self, id: u32, is_done: bool) -> Result<(), Reject> {
        let item = self
            .items
            .iter_mut()
            .find(|item| item.id == id)
            .ok_or("no such item")?;
        item.is_done = is_done;
        Ok(())
    }

    #[debounce(300ms, max_wait = 1.5s)]
    #[cache(ttl = 5min, key(text), revalidate)]
    async fn search(&mut self, text: String, context: &mut Context) {
        std::future::ready(()).await;
        context.title(&text);
        self.name = Some(text);
    }

    #[throttle(100ms, trailing = false)]
    #[client_state(filter)]
    fn choose(&mut self, filter: Filter) {
        self.filter = filter;
    }

    fn drag(&mut self, x: f64, r#type: String) {
        self.size = x;
        self.name = Some(r#type);
    }

    fn load_draft(&self) -> Option<Draft> {
        self.name
            .as_ref()
            .map(|name| Draft::new(1).with("query", name))
    }

    fn left(&self) -> usize {
        self.items.iter().filter(|item| !item.is_done).count()
    }

    fn render(&self) -> impl View {
        let left = self.left();
        view! {
            <h1 title={&self.name}>"Todos (" {left} " of " {self.items.len()} ")"</h1>
            let plural = if left == 1 { "" } else { "s" };
            <form @submit={search(String::new())}>
                <label for="query" class:wide={self.size > 1.5}>"Search" {plural}</label>
                <input id="query" type="search" value={self.name.as_deref().unwrap_or_default()}
                    @input={search(event.value)} @keydown.enter.prevent={choose(Filter::All)}
                    @keydown.escape={choose(self.filter.clone())} class:all={client.filter == "All" or self.filter == Filter::All}>
                <button @loading={search} @loading-text="…" disabled={client.filter}>{client.filter or left}</button>
                <p @loading.view.show.delay(200ms) title={client.filter} style:width={client.width or "1px"}>"Wait"</p>
            </form>
            <ul class="list" class={&self.name} class:empty={self.items.is_empty()} style:max-width={format!("{}px", self.size)}>
                for (at, item) in self.items.iter().enumerate(); key = item.id {
                    let is_first = at == 0;
                    <li class:done={item.is_done} class:first={is_first} hidden={self.filter == Filter::Done && !item.is_done}>
                        <input type="checkbox" checked={item.is_done} @change={toggle(item.id, event.checked)}>
                        {&item.text}
                        for tag in &item.tags; key = tag {
                            <b data-2x="1">{tag}</b> {", "}
                        }
                    </li>
                }
            </ul>
            if let Some(name) = &self.name && !name.is_empty() {
                <p @mousemove={drag(event.x, name.clone())}>{name} {name.len()}</p>
            } else if self.count > 3 {
                <p>{self.count}</p>
            } else {
                "nothing"
            }
            match self.filter {
                Filter::All if self.count == 0 => <i>"all"</i>,
                Filter::All | Filter::Done => { {self.size} <br> }
            }
            <svg viewBox="0 0 1 1"><use xlink:href="#a"></use></svg>
            <my-element any-attribute={self.count}></my-element>
            <div inner_html={Trusted::new("<b>bold</b>")} {..self.attributes}></div>
        }
    }
}

#[derive(Default)]
struct Renamed {
    clicks: u32,
}

#[live_view(crate = renamed::web)]
impl Renamed {
    #[allow(
        clippy::unused_async,
        reason = "a handler may be `async` without waiting"
    )]
    async fn click(&mut self) {
        self.clicks += 1;
    }

    fn render(&self) -> impl View {
        view! { <button @click={click()}>{self.clicks}</button> }
    }
}

/// The lints that are expected fire in the user's code, or there would be a warning.
#[derive(Default)]
struct Careless {
    items: Vec<u32>,
}

#[live_view]
impl Careless {
    #[expect(
        clippy::needless_borrow,
        clippy::len_zero,
        clippy::bool_comparison,
        reason = "lints see into templates"
    )]
    #[expect(unused_variables, unused_parens, reason = "lints see into templates")]
    fn render(&self) -> impl View {
        view! {
            let unused = 1;
            if (self.items.is_empty() == true) {
                <p>{(&self.items).len()}</p>
            }
            <p hidden={self.items.len() == 0}></p>
        }
    }
}

/// Has variables that are named as what the page itself knows.
#[derive(Default)]
struct Clients {
    clients: Vec<Item>,
}

#[live_view]
impl Clients {
    fn render(&self) -> impl View {
        let client = Item {
            id: 1,
            ..Item::default()
        };
        view! {
            <p class:one={client.id == 1}>{client.id}</p>
            for client in &self.clients; key = client.id { <p>{&client.text}</p> }
        }
    }
}

#[test]
fn a_variable_is_not_taken_for_what_the_page_knows() {
    let mut html = Vec::new();
    taut_core::Session::write_html(
        &mut taut_core::ViewSession::new(Clients::default()),
        &mut html,
    );
    assert_eq!(String::from_utf8_lossy(&html), "<p class=\"one\">1</p><!/>");
}

/// A template with more holes than any tuple has members.
#[derive(Default)]
struct Wide {
    value: u32,
}

macro_rules! wide {
    ($($name:ident)*) => {
        #[live_view]
        impl Wide {
            fn render(&self) -> impl View {
                view! { $(<p title={self.value} class:$name={self.value > 1}>{self.value}</p>)* }
            }
        }
    };
}
wide! { a b c d e f g h i j k l m n o p q r s t u v w x y z }

#[test]
fn a_draft_is_named_by_view_key_and_scope() {
    let mut page = Page {
        count: 7,
        ..Page::default()
    };
    let name = |page: &Page| LiveView::draft_key(page).unwrap_or_default();
    let view = std::any::type_name::<Page>();
    assert_eq!(name(&page), format!("{view}/7/nobody"));
    assert_eq!(LiveView::load_draft(&page), None);
    page.name = Some("a/b%".to_owned());
    assert_eq!(name(&page), format!("{view}/7/a%2Fb%25"));
    assert_eq!(
        LiveView::load_draft(&page).and_then(|draft| draft.field("query").map(str::to_owned)),
        page.name
    );
    assert_eq!(
        Page::DRAFT.map(|draft| draft.fields),
        Some(&["query", "due-date"][..])
    );
    assert_eq!(LiveView::draft_key(&Renamed::default()), None);
}

#[test]
fn live_views_with_all_there_is_can_be_mounted() {
    fn is_live<V: LiveView>() {}
    is_live::<Page>();
    is_live::<Renamed>();
    is_live::<Careless>();
    is_live::<Wide>();
}
