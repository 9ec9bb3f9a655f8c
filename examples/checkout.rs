//! A form with loading states: marks, disabled controls and replaced texts, until its own answer arrives.

use std::time::Duration;

use actix_web::rt::time::sleep;
use serde::Deserialize;
use taut::prelude::*;

/// The fields of the form.
#[derive(Deserialize)]
struct Order {
    name: String,
    coupon: String,
}

#[derive(Default)]
struct Checkout {
    coupons: u32,
    ordered: Option<String>,
    error: Option<String>,
}

#[live_view]
impl Checkout {
    async fn order(&mut self, order: Order) -> Result<(), Reject> {
        sleep(Duration::from_millis(1500)).await;
        if order.name.trim().is_empty() {
            return Err("Whom shall we send it to?".into());
        }
        let coupon = if order.coupon.is_empty() {
            ""
        } else {
            " with a coupon"
        };
        self.ordered = Some(format!("{}{coupon}", order.name.trim()));
        self.error = None;
        Ok(())
    }

    async fn check_coupon(&mut self) -> Result<(), Reject> {
        sleep(Duration::from_millis(1500)).await;
        self.coupons += 1;
        Err(format!("Coupons are not to be had (asked {} times).", self.coupons).into())
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = Some(reject.to_string());
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Checkout"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Checkout"</h1>
                        <form id="checkout" @submit={order(event.form)}>
                            <label for="name">"Name"</label>
                            // With the name of a handler: the field is marked for that handler's
                            // events, wherever they happen.
                            <input id="name" name="name" autocomplete="name" @loading={order}>
                            <label for="coupon">"Coupon"</label>
                            <input id="coupon" name="coupon" autocomplete="off" @loading={order, check_coupon}>
                            <p class="row">
                                // Without a name: the button is marked for its own events, and for those of its form.
                                <button id="order" @loading @loading-text="Saving…">"Order"</button>
                                <button id="check" type="button" @loading @loading-text="Asking…" @click={check_coupon()}>
                                    "Check the coupon"
                                </button>
                                // A control that was disabled before is disabled afterwards.
                                <button id="gift" type="button" disabled @loading={order}>"As a gift"</button>
                            </p>
                        </form>
                        // Shown only while an event is pending, and only if that takes a while.
                        <p id="busy" class="muted" role="status" @loading.show.view.delay(300ms)>"One moment…"</p>
                        if let Some(ordered) = &self.ordered {
                            <p id="ordered" class="success" role="status">"Ordered for " {ordered} "."</p>
                        }
                        if let Some(error) = &self.error {
                            <p id="error" role="alert">{error}</p>
                        }
                    </main>
                </body>
            </html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<Checkout>("/")
    })
    .await
}
