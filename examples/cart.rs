//! A cart on a slow server: quantities, totals and what follows from them change at once, from the handlers' own Rust. All carts share one
//! stock, and the server refuses one change in ten.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::rt::time::sleep;
use taut::prelude::*;

/// The maximum latency, in milliseconds.
const LONGEST: u64 = 5_000;

/// What is left of each article.
static STOCK: Mutex<[u32; 3]> = Mutex::new([40, 25, 12]);

topic!(Stock -> [u32; 3]);

struct Item {
    id: u32,
    name: &'static str,
    price: u32,
    quantity: u32,
    left: u32,
}

struct Cart {
    items: Vec<Item>,
    total: u32,
    latency: u64,
    error: Option<String>,
}

#[live_view]
impl Cart {
    fn mount() -> Self {
        let articles = [(1, "Notebook", 6), (2, "Fountain pen", 24), (3, "Lamp", 45)];
        let mut cart = Cart {
            items: Vec::new(),
            total: 0,
            latency: 500,
            error: None,
        };
        for ((id, name, price), left) in articles.into_iter().zip(stock()) {
            cart.items.push(Item {
                id,
                name,
                price,
                quantity: 0,
                left,
            });
        }
        cart
    }

    #[optimistic(timeout = 5min)]
    async fn more(&mut self, id: u32) -> Result<(), Reject> {
        sleep(Duration::from_millis(self.latency)).await;
        let item = self
            .items
            .iter_mut()
            .find(|item| item.id == id)
            .ok_or("It is gone.")?;
        if item.quantity == 10 {
            return Err("At most ten of each.".into());
        }
        if item.left == 0 {
            return Err("There are no more of these.".into());
        }
        take(id, 1)?;
        item.quantity += 1;
        item.left -= 1;
        self.total += item.price;
        Ok(())
    }

    #[optimistic(timeout = 5min)]
    async fn fewer(&mut self, id: u32) -> Result<(), Reject> {
        sleep(Duration::from_millis(self.latency)).await;
        let Some(item) = self.items.iter_mut().find(|item| item.id == id) else {
            return Err("It is gone.".into());
        };
        if item.quantity == 0 {
            return Err("There are none in the cart.".into());
        }
        take(id, -1)?;
        item.quantity -= 1;
        item.left += 1;
        self.total -= item.price;
        Ok(())
    }

    #[on(Stock)]
    fn restocked(&mut self, stock: &[u32; 3]) {
        for (item, left) in self.items.iter_mut().zip(stock) {
            item.left = *left;
        }
    }

    fn missed(&mut self) {
        self.restocked(&stock());
    }

    fn set_latency(&mut self, latency: Option<u64>) {
        self.latency = latency.unwrap_or(0).min(LONGEST);
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
                    <title>"Cart"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Cart"</h1>
                        <ul class="cart">
                            for item in &self.items; key = item.id {
                                <li id={format!("row-{}", item.id)}>
                                    <span class="article">
                                        {item.name} " € " <span class="price">{item.price}</span>
                                        <small>" (" <span class="left">{item.left}</span> " left)"</small>
                                    </span>
                                    <button class="minus" aria-label={format!("One {} less", item.name)} disabled={item.quantity == 0}
                                        @click={fewer(item.id)}>"−"</button>
                                    <output class="quantity" class:full={item.quantity == 10}>{item.quantity}</output>
                                    <button class="plus" aria-label={format!("One {} more", item.name)} @click={more(item.id)}>"+"</button>
                                </li>
                            }
                        </ul>
                        <p>"Total: € " <strong id="total">{self.total}</strong></p>
                        if self.total >= 50 {
                            <p id="free">"Free shipping"</p>
                        } else {
                            <p id="missing">"€ " {50 - self.total} " more for free shipping"</p>
                        }
                        if let Some(error) = &self.error {
                            <p id="error" role="alert">{error}</p>
                        }
                        <label for="latency">"The server takes (ms)"</label>
                        <input id="latency" type="number" min="0" max="5000" step="100" value={self.latency}
                            @input={set_latency(event.value)}>
                    </main>
                </body>
            </html>
        }
    }
}

/// What is left.
fn stock() -> [u32; 3] {
    *STOCK
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Takes some of an article out of the stock, or puts them back; refuses every tenth time, as a server does now and then.
fn take(id: u32, count: i32) -> Result<(), Reject> {
    static CHANGES: AtomicU32 = AtomicU32::new(1);
    if CHANGES.fetch_add(1, Ordering::Relaxed).is_multiple_of(10) {
        return Err("The warehouse does not answer.".into());
    }
    let mut stock = STOCK
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let left = stock.get_mut(id as usize - 1).ok_or("It is gone.")?;
    *left = left
        .checked_add_signed(-count)
        .ok_or("Somebody else has taken the last one.")?;
    let now = *stock;
    drop(stock);
    Stock.publish(&now);
    Ok(())
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<Cart>("/")
    })
    .await
}
