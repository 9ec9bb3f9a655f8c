#[derive(Default)]
struct Page;

fn routes() {
    let _ = taut::live::<Page>("/");
}

fn main() {}
