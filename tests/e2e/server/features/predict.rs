//! A page whose handlers are predicted from their bodies.

use taut::prelude::*;

#[derive(Clone)]
struct Item {
    id: u32,
    price: i64,
    quantity: u8,
    substitute: Option<u32>,
}

/// What another row may stand for.
struct Substitute {
    id: u32,
}

impl Item {
    fn substitute(&self) -> Option<Substitute> {
        self.substitute.map(|id| Substitute { id })
    }
}

pub(crate) struct Predict {
    count: i32,
    limit: i32,
    hidden: i32,
    name: String,
    done: bool,
    ratio: f64,
    total: i64,
    items: Vec<Item>,
    amount: u8,
}

/// What only the server knows.
fn never() -> Result<(), Reject> {
    Err("Never.".into())
}

#[live_view]
impl Predict {
    fn mount() -> Self {
        let item = |id| Item {
            id,
            price: i64::from(id) * 10,
            quantity: 1,
            substitute: (id == 1).then_some(2),
        };
        Self {
            count: 5,
            limit: 8,
            hidden: 0,
            name: "Ada".into(),
            done: false,
            ratio: 1.5,
            total: 60,
            items: (1..=3).map(item).collect(),
            amount: 1,
        }
    }

    #[optimistic]
    fn add(&mut self) {
        self.count += 1;
    }

    #[optimistic]
    fn add_to_limit(&mut self) -> Result<(), Reject> {
        if self.count >= self.limit {
            return Err("That is too many.".into());
        }
        self.count += 1;
        Ok(())
    }

    #[optimistic]
    fn double(&mut self) {
        let twice = self.count * 2;
        self.count = twice;
    }

    #[optimistic]
    fn rename(&mut self, name: String) {
        self.name = name.trim().to_uppercase();
    }

    #[optimistic]
    fn toggle(&mut self) {
        self.done = !self.done;
    }

    #[optimistic]
    fn halve(&mut self) {
        self.ratio /= 2.0;
        self.hidden += 1;
    }

    #[optimistic]
    fn more(&mut self, id: u32) -> Result<(), Reject> {
        let item = self
            .items
            .iter_mut()
            .find(|item| item.id == id)
            .ok_or("It is gone.")?;
        if item.quantity == 10 {
            return Err("At most ten.".into());
        }
        item.quantity += 1;
        self.total += item.price;
        Ok(())
    }

    #[optimistic]
    fn add_refused(&mut self) -> Result<(), Reject> {
        never()?;
        self.count += 1;
        Ok(())
    }

    #[optimistic]
    fn set_amount(&mut self, amount: u8) {
        self.amount = amount;
    }

    #[optimistic]
    fn set_hidden(&mut self) {
        self.hidden = 1;
    }

    #[optimistic]
    fn clear(&mut self, id: u32) {
        self.items.clear();
        if let Some(item) = self.items.iter_mut().find(|item| item.id == id) {
            item.quantity = 9;
            self.count = 100;
        } else {
            self.count = 200;
        }
    }

    fn jump(&mut self) {
        self.count += 100;
    }

    fn steal(&mut self) {
        self.items.pop();
    }

    fn render(&self) -> impl View {
        view! {
            <output id="count" title={self.count} class:many={self.count > 6}>{self.count}</output>
            <output id="limit">{self.limit}</output>
            <output id="twice">{self.count * 2}</output>
            <output id="sum">{format!("{} of {}", self.count, self.limit)}</output>
            <button id="add" @click={add()}>"Add"</button>
            <button id="add-to-limit" @click={add_to_limit()}>"Add to limit"</button>
            <button id="double" @click={double()}>"Double"</button>
            <input id="rename" aria-label="Name" @input={rename(event.value)}>
            <output id="name" hidden={self.name.is_empty()}>{&self.name}</output>
            <output id="length">{self.name.len()}</output>
            <button id="toggle" aria-pressed={self.done} @click={toggle()}>"Toggle"</button>
            <input id="done" type="checkbox" aria-label="Done" checked={self.done} disabled={!self.done}>
            <output id="ratio">{self.ratio}</output>
            <button id="halve" @click={halve()}>"Halve"</button>
            <output id="total">{self.total}</output>
            if self.total > 75 {
                <p id="free">"Free shipping for " {self.total}</p>
            } else {
                <p id="paid">"Shipping costs extra"</p>
            }
            <ul>
                for item in &self.items; key = item.id {
                    <li id={format!("row-{}", item.id)}>
                        <button class="more" @click={more(item.id)}>"More"</button>
                        <output class="quantity" class:full={item.quantity == 10}>{item.quantity}</output>
                        <output class="price">{item.price}</output>
                        <button class="clear" @click={clear(item.id)}>"Clear"</button>
                        let quantity = item.quantity;
                        for other in &self.items; key = other.id {
                            <i class={format!("next-to-{}", other.id)}>{quantity}</i>
                        }
                        if let Some(item) = item.substitute() {
                            <button class="substitute" @click={more(item.id)}>"More of another"</button>
                        }
                    </li>
                }
            </ul>
            <ul>
                for item in &self.items; key = item.id {
                    <li id={format!("copy-{}", item.id)}>{item.quantity}</li>
                }
            </ul>
            <input id="set-amount" aria-label="Amount" @input={set_amount(event.value)}>
            <output id="amount">{self.amount}</output>
            <button id="set-hidden" @click={set_hidden()}>"Hidden"</button>
            <button id="steal" @click={steal()}>"Steal"</button>
            <button id="jump" @click={jump()}>"Jump"</button>
            <button id="refused" @click={add_refused()}>"Refused"</button>
        }
    }
}
