//! Markup as the documentation of CSS frameworks has it, with its texts in quotes. `tests/ui/tags/pasted.rs` has what is to be mended.

use taut::prelude::*;

#[derive(Default)]
struct Pasted;

#[live_view]
impl Pasted {
    fn render(&self) -> impl View {
        view! {
            <div class="modal fade" id="dialog" tabindex="-1" aria-labelledby="title" aria-hidden="true">
                <h1 class="modal-title fs-5" id="title">"Title"</h1>
                <button type="button" class="btn-close" data-bs-dismiss="modal" aria-label="Close"></button>
            </div>
            <nav class="navbar navbar-expand-lg bg-body-tertiary">
                <button class="navbar-toggler" type="button" data-bs-toggle="collapse" data-bs-target="#nav"
                    aria-controls="nav" aria-expanded="false"><span class="navbar-toggler-icon"></span></button>
                <form class="d-flex" role="search">
                    <input class="form-control me-2" type="search" placeholder="Search" aria-label="Search" />
                </form>
                <hr class="dropdown-divider">
                <img src="..." class="card-img-top" alt="...">
            </nav>
            <div class="w-1/2 md:grid-cols-[1fr_500px] group-hover:-rotate-2 before:content-['x'] [&>p]:mt-4"
                style="--tw-x: 0; width: 25%"></div>
            <svg xmlns="http://www.w3.org/2000/svg" fill="none" viewBox="0 0 24 24" stroke-width="1.5"
                stroke="currentColor" class="size-6" aria-hidden="true" data-slot="icon">
                <path stroke-linecap="round" stroke-linejoin="round" d="M3.75 6.75h16.5M3.75 12h16.5" />
                <path fill-rule="evenodd" clip-rule="evenodd" d="M0 0h1v1z"></path>
            </svg>
            <input class="form-check-input" type="checkbox" value="" id="check" checked disabled>
            <label class="form-check-label" for="check">"Default"</label>
            <select class="form-select" aria-label="Choice">
                <option selected>"None"</option>
                <option value=1>"One"</option>
            </select>
            <textarea class="form-control" rows=3></textarea>
            <el-dialog-panel class="mx-auto"></el-dialog-panel>
            <video autoplay loop muted playsinline><source src="a.mp4" type="video/mp4"></video>
            <link rel="stylesheet" href="https://example.org" integrity="sha384-x" crossorigin="anonymous">
        }
    }
}

#[test]
fn markup_of_css_frameworks_is_a_template() {
    fn is_live(_: impl LiveView) {}
    is_live(Pasted);
}
