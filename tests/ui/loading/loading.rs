use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn save(&mut self) {}

    fn unused(&mut self) {}

    fn count(&self) -> usize {
        0
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={save()} @loading={svae}>"Misspelt"</button>
            <button @loading={count}>"No handler"</button>
            <button @loading={unused}>"Nothing calls it"</button>
            <button @loading={save()}>"A call"</button>
            <button @loading={}>"Nothing"</button>
            <button @loading=save>"No braces"</button>
            <button @loading.shwo>"Unknown modifier"</button>
            <button @loading.show.hide>"Shown and hidden"</button>
            <button @loading.show.show>"Twice"</button>
            <button @loading.view={save}>"The view and a handler"</button>
            <button @loading.delay>"No delay"</button>
            <button @loading.delay(200)>"No unit"</button>
            <button @loading.delay(2h)>"Too long"</button>
            <button @loading.view(save)>"Takes nothing"</button>
            <button @loading. >"No modifier"</button>
            <button @loading @loading.view>"Given twice"</button>
            <button @loading-text>"No text"</button>
            <button @loading-delay={200ms}>"Spelled in another way"</button>
            {self.count()}
        }
    }
}

fn main() {
    let _ = view! { <p @loading={save}></p> };
}
