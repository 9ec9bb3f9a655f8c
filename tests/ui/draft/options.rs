use taut::prelude::*;

macro_rules! view {
    ($name:ident, $(#[$($attribute:tt)*])*) => {
        #[derive(Default)]
        struct $name {
            id: u32,
        }

        #[live_view]
        $(#[$($attribute)*])*
        impl $name {
            fn render(&self) -> impl View {
                taut::view! { <p>{self.id}</p> }
            }
        }
    };
}

view!(Nothing, #[draft]);
view!(NoFields, #[draft(key = self.id)]);
view!(EmptyFields, #[draft(fields())]);
view!(Misspelt, #[draft(feilds(title))]);
view!(NoName, #[draft(fields(title, 7))]);
view!(NamedTwice, #[draft(fields(title, "title"))]);
view!(Secret, #[draft(fields(title, password, "card-number"))]);
view!(ZeroTtl, #[draft(fields(title), ttl = 0s)]);
view!(LongTtl, #[draft(fields(title), ttl = 31days)]);
view!(NoUnit, #[draft(fields(title), save_every = 500)]);
view!(WrongRestore, #[draft(fields(title), restore = always)]);
view!(NoExpression, #[draft(fields(title), key = self.)]);
view!(Twice, #[draft(fields(title))] #[draft(fields(body))]);

fn main() {}
