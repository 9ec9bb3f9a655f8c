use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <a herf="/">"One"</a>
            <label htmlFor="name">"Two"</label>
            <p className="a">"Three"</p>
            <div aria-lable="Four"></div>
            <div href="/">"Five"</div>
            <input tabIndex="1" readOnly>
            <svg viewbox="0 0 1 1"><circle stroke-widht="1"></circle></svg>
            <div dataId="7" data_id="7"></div>
        }
    }
}

fn main() {}
