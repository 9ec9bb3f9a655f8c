//! A browser in a storm.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::{Duration, Instant};

use taut_core::{Request, Session, ViewSession, read_delivery};
use taut_runtime::{
    Driver, Inbox, Mounting, Owner, Page, Refusal, Registry, Restore, Submission, Submitted, Token,
};
use taut_test::Visit;
use tokio::time::timeout;

use super::world::{FIRST, FORM, Facts, Till, World, new_page, user};
use super::{BROWSERS, Dice};

/// A connection of a browser; what is posted for a stream is in its inbox.
struct Connection {
    server: Arc<Registry>,
    driver: Driver,
    inbox: Option<Arc<Inbox>>,
}

pub(super) struct Browser<'a> {
    world: &'a World,
    number: usize,
    facts: Arc<Facts>,
    /// The last token that has reached it.
    token: Token,
    connection: Option<Connection>,
    /// Connections that it has given up, of which the server does not know that.
    stalled: Vec<Connection>,
    /// Joins that are still on their way.
    late: Vec<Token>,
    /// The last frame that has reached it.
    frame: u32,
    sent: u32,
    settled: u32,
    /// Whether it has sent a form without being answered.
    is_unsure: bool,
}

impl<'a> Browser<'a> {
    pub(super) async fn new(world: &'a World, number: usize) -> Self {
        let (facts, token) = load(world, &world.server.read().await.registry, number);
        Self {
            world,
            number,
            facts,
            token,
            connection: None,
            stalled: Vec::new(),
            late: Vec::new(),
            frame: 0,
            sent: 0,
            settled: 0,
            is_unsure: false,
        }
    }

    /// Does whatever comes next.
    pub(super) async fn step(&mut self, dice: &mut Dice) {
        let server = self.world.server.read().await;
        let registry = Arc::clone(&server.registry);
        self.connection
            .take_if(|connection| !Arc::ptr_eq(&connection.server, &registry));
        match dice.roll(40) {
            0..6 => self.join(&registry, dice).await,
            6..26 => self.click(&registry, dice).await,
            26..29 => self.beacon(&registry).await,
            29..31 => self.form(&registry).await,
            31 => self.connection = None,
            32..34 => self.stalled.extend(self.connection.take()),
            34 => drop(self.stalled.pop()),
            35..37 => self.arrive_late(&registry, dice).await,
            37 => self.late.push(self.token),
            38 if dice.one_in(4) => self
                .world
                .sign_out(&registry, dice.roll(BROWSERS as u64) as usize),
            _ => tokio::time::sleep(Duration::from_millis(dice.roll(4))).await,
        }
        drop(server);
        if dice.one_in(300) {
            // Long enough to be sent to the store.
            self.connection = None;
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
    }

    /// Comes back until all is settled.
    pub(super) async fn come_to_rest(&mut self) {
        let (end, mut dice) = (Instant::now() + Duration::from_secs(20), Dice(7));
        self.stalled.clear();
        self.connection = None;
        while self.connection.is_none() || self.settled < self.sent {
            if Instant::now() > end {
                return self.violated(format!(
                    "{} of {} events are settled",
                    self.settled, self.sent
                ));
            }
            let server = self.world.server.read().await;
            let registry = Arc::clone(&server.registry);
            self.connection
                .take_if(|connection| !Arc::ptr_eq(&connection.server, &registry));
            if self.connection.is_none() {
                self.open(&registry, false, &mut dice).await;
            } else {
                self.listen(Duration::from_millis(200)).await;
            }
            drop(server);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.world
            .events
            .fetch_add(u64::from(self.settled), Ordering::SeqCst);
    }

    async fn join(&mut self, registry: &Arc<Registry>, dice: &mut Dice) {
        if dice.one_in(2) {
            self.stalled.extend(self.connection.take());
        }
        let is_lost = dice.one_in(4);
        self.open(registry, is_lost, dice).await;
    }

    /// Joins, and sends what is not settled; the answer may be lost.
    async fn open(&mut self, registry: &Arc<Registry>, is_lost: bool, dice: &mut Dice) {
        let Some(mut connection) = self.ask(registry, self.token, dice.one_in(2)) else {
            return;
        };
        let (mut frames, facts) = (Vec::new(), Arc::clone(&self.facts));
        let answered = timeout(
            Duration::from_millis(300),
            poll_fn(|cx| {
                let mut send =
                    |frame: &[u8]| frames.push(String::from_utf8_lossy(frame).into_owned());
                match connection.driver.poll(cx, Instant::now(), &mut send) {
                    Ok(()) if frames.is_empty() => Poll::Pending,
                    answered => Poll::Ready(answered),
                }
            }),
        );
        match answered.await {
            Err(_) => return self.stalled.push(connection),
            Ok(Err(Refusal::Mount(_))) if facts.ends.load(Ordering::SeqCst) => {
                return self.sign_in_again(registry);
            }
            Ok(Err(Refusal::Mount(_))) => {
                self.violated(format!("the session is lost after {} events", self.settled));
                return self.sign_in_again(registry);
            }
            Ok(Err(_)) => return,
            Ok(Ok(())) if is_lost => return self.stalled.push(connection),
            Ok(Ok(())) => {}
        }
        self.connection = Some(connection);
        frames.iter().for_each(|frame| self.take(frame));
        for number in self.settled + 1..=self.sent {
            self.send(registry, number, dice).await;
        }
    }

    fn ask(&self, registry: &Arc<Registry>, token: Token, over_stream: bool) -> Option<Connection> {
        let page = Page {
            owner: Ok(owner(registry, self.number)),
            templates: "/t".into(),
            limits: Arc::clone(&self.world.limits),
            elsewhere: None,
            restore: Some(restore()),
            mount: Box::new(|| Box::pin(async { Err("there is no session".into()) }) as Mounting),
        };
        let (mut driver, inbox) = (
            Driver::new(Arc::clone(registry), page),
            Arc::new(Inbox::default()),
        );
        if over_stream {
            driver = driver.with_inbox(&inbox);
        }
        driver
            .receive(
                &format!("[\"{token}\",-1,\"/t\"]"),
                Instant::now(),
                &mut |_| {},
            )
            .ok()?;
        Some(Connection {
            server: Arc::clone(registry),
            driver,
            inbox: over_stream.then_some(inbox),
        })
    }

    /// A join that the browser has given up reaches the server after all.
    async fn arrive_late(&mut self, registry: &Arc<Registry>, dice: &mut Dice) {
        let Some(token) = self.late.pop() else { return };
        let Some(mut late) = self.ask(registry, token, dice.one_in(2)) else {
            return;
        };
        let _ = timeout(
            Duration::from_millis(5),
            poll_fn(
                |cx| match late.driver.poll(cx, Instant::now(), &mut |_| {}) {
                    Ok(()) => Poll::Pending,
                    Err(_) => Poll::Ready(()),
                },
            ),
        )
        .await;
        self.stalled.push(late);
    }

    async fn click(&mut self, registry: &Arc<Registry>, dice: &mut Dice) {
        if self.sent - self.settled > 5 || self.is_unsure {
            return;
        }
        self.sent += 1;
        if self.connection.is_some() {
            self.send(registry, self.sent, dice).await;
            if dice.one_in(8) {
                return self.stalled.extend(self.connection.take());
            }
            self.listen(Duration::from_millis(dice.roll(4))).await;
        }
    }

    async fn send(&mut self, registry: &Arc<Registry>, number: u32, dice: &mut Dice) {
        let event = format!("[{number},{},{}]", self.frame, FIRST + dice.roll(3));
        let Some(connection) = &mut self.connection else {
            return;
        };
        let mut frames = Vec::new();
        if connection.inbox.is_some() {
            // What the stream does not take, the browser sends again when it has joined again.
            let (token, owner) = (self.token, owner(registry, self.number));
            let listening = self.listen(Duration::from_millis(5));
            let (posted, ()) = tokio::join!(post(registry, token, &owner, &event), listening);
            self.connection.take_if(|_| posted.is_err());
            return;
        }
        let mut send = |frame: &[u8]| frames.push(String::from_utf8_lossy(frame).into_owned());
        let received = connection.driver.receive(&event, Instant::now(), &mut send);
        frames.iter().for_each(|frame| self.take(frame));
        if received.is_err() {
            self.connection = None;
        }
    }

    /// Takes what the server sends in a time.
    async fn listen(&mut self, time: Duration) {
        let Some(mut connection) = self.connection.take() else {
            return;
        };
        let mut frames = Vec::new();
        let ended = timeout(
            time,
            poll_fn(|cx| {
                let mut send =
                    |frame: &[u8]| frames.push(String::from_utf8_lossy(frame).into_owned());
                while let Some(inbox) = &connection.inbox
                    && let Poll::Ready(posted) = inbox.poll_take(cx)
                {
                    for event in posted.events {
                        if connection
                            .driver
                            .receive(&event, Instant::now(), &mut send)
                            .is_err()
                        {
                            return Poll::Ready(());
                        }
                    }
                }
                match connection.driver.poll(cx, Instant::now(), &mut send) {
                    Ok(()) => Poll::Pending,
                    Err(_) => Poll::Ready(()),
                }
            }),
        );
        if ended.await.is_err() {
            self.connection = Some(connection);
        }
        frames.iter().for_each(|frame| self.take(frame));
    }

    /// Posts what is not settled, as a page does that goes.
    async fn beacon(&mut self, registry: &Arc<Registry>) {
        let events: Vec<_> = (self.settled + 1..=self.sent)
            .map(|number| format!("[{number},{},{FIRST}]", self.frame))
            .collect();
        let _ = post(
            registry,
            self.token,
            &owner(registry, self.number),
            &events.join(","),
        )
        .await;
        self.connection = None;
    }

    /// Loads the page of the session, and sends its form, as a browser without JavaScript does.
    async fn form(&mut self, registry: &Arc<Registry>) {
        if self.settled < self.sent || self.is_unsure {
            return;
        }
        let Some(slot) = registry.claim(self.token, &owner(registry, self.number)) else {
            return;
        };
        self.connection = None;
        let Ok(Some(page)) = registry.render(&slot).await else {
            return;
        };
        let html = String::from_utf8_lossy(&page.html).into_owned();
        let frame = html
            .split("action=\".")
            .nth(1)
            .and_then(|rest| rest.split('.').next()?.parse().ok())
            .unwrap();
        let submission = Submission {
            seen: frame,
            within: frame,
            address: vec![FORM],
            fields: vec![("amount".to_owned(), "1".to_owned())],
        };
        self.is_unsure = true;
        for _ in 0..2 {
            if let Ok(Submitted { error: None, .. }) = registry.submit(&slot, &submission).await {
                self.is_unsure = false;
            }
        }
        if !self.is_unsure {
            (self.sent, self.settled) = (self.sent + 1, self.settled + 1);
        }
    }

    /// Reads `[-1, token, frame, event, row, [count, …]]`, or a patch: `[number, settled, …]`.
    fn take(&mut self, frame: &str) {
        let Some(joined) = frame.strip_prefix("[-1,\"") else {
            let settled = frame
                .split([',', ']'])
                .nth(1)
                .and_then(|settled| settled.parse::<u32>().ok());
            if let Some(settled) = settled {
                (self.frame, self.settled) = (self.frame + 1, self.settled + settled);
            }
            return;
        };
        let mut parts = joined
            .split(['"', ',', '[', ']'])
            .filter(|part| !part.is_empty());
        self.token = parts.next().and_then(Token::parse).unwrap();
        let numbers: Vec<u32> = parts.filter_map(|part| part.parse().ok()).collect();
        let [frame_number, event, _, count, ..] = numbers[..] else {
            panic!("{frame}")
        };
        if self.is_unsure && event == self.sent + 1 {
            self.sent = event;
        }
        self.is_unsure = false;
        if count != event || event < self.settled || event > self.sent {
            self.violated(format!(
                "{event} events have added {count}; {} of {} were settled",
                self.settled, self.sent
            ));
        }
        (self.frame, self.settled) = (frame_number, event);
    }

    fn violated(&self, what: String) {
        self.world
            .violated(format!("browser {}: {what}", self.number));
    }

    /// Loads a new page after a sign-out.
    fn sign_in_again(&mut self, registry: &Arc<Registry>) {
        self.world
            .events
            .fetch_add(u64::from(self.settled), Ordering::SeqCst);
        (self.facts, self.token) = load(self.world, registry, self.number);
        (self.frame, self.sent, self.settled, self.is_unsure) = (0, 0, 0, false);
        self.connection = None;
        self.late.clear();
    }
}

async fn post(
    registry: &Arc<Registry>,
    token: Token,
    owner: &Owner,
    events: &str,
) -> Result<(), Refusal> {
    let delivery = read_delivery(&format!("[\"{token}\",-1,\"/t\",[{events}]]")).unwrap();
    timeout(
        Duration::from_millis(500),
        Arc::clone(registry).take_beacon(delivery, owner),
    )
    .await
    .unwrap_or(Err(Refusal::Gone))
}

/// What the guard says whenever it is asked.
fn owner(registry: &Registry, browser: usize) -> Owner {
    Owner {
        user: Some(user(browser).into()),
        since: registry.auth_epoch(),
        ..Owner::of_route("/")
    }
}

fn load(world: &World, registry: &Arc<Registry>, browser: usize) -> (Arc<Facts>, Token) {
    let mut pages = world.pages.lock().unwrap();
    let (page, facts) = new_page();
    let mut session = Box::new(ViewSession::new(Till { page, count: 0 }));
    session.write_html(&mut Vec::new());
    let (token, _) = registry
        .add(session, owner(registry, browser), &world.limits)
        .unwrap();
    pages[browser] = Arc::clone(&facts);
    (facts, token)
}

fn restore() -> Restore {
    Box::new(|saved| {
        let session = ViewSession::<Till>::restore(&saved, &Request::new(&Visit::new("/")))?;
        Ok(Box::new(session).into())
    })
}
