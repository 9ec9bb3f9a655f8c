//! Links to the page of another view over one connection, and events that show the same HTML for comparison.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use taut::prelude::*;

/// What the browser asks for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Turn {
    Event,
    Link,
}

#[derive(Route)]
enum Pages {
    #[at("/one", view = One)]
    One,
    #[at("/two", view = Two)]
    Two,
    #[at("/both", view = Both)]
    Both,
}

/// Rows as a page lists them.
fn rows() -> impl Iterator<Item = (u32, String)> {
    (0..50).map(|number| (number, format!("Ticket {number}")))
}

#[component]
fn List(title: &str) -> impl View {
    view! {
        <h1>{title}</h1>
        <a href={Pages::One}>"One"</a> <a href={Pages::Two}>"Two"</a>
        <ul>
            for (number, name) in rows(); key = number {
                <li id={number}><b>{name}</b> " " <i>{number * 7}</i></li>
            }
        </ul>
    }
}

#[derive(Default)]
struct One;

#[live_view]
impl One {
    fn params(&mut self, _page: Pages) {}

    fn render(&self) -> impl View {
        view! { <main><List title="One"/></main> }
    }
}

#[derive(Default)]
struct Two;

#[live_view]
impl Two {
    fn params(&mut self, _page: Pages) {}

    fn render(&self) -> impl View {
        view! { <main><List title="Two"/></main> }
    }
}

/// Shows one or the other.
#[derive(Default)]
struct Both {
    is_second: bool,
}

#[live_view]
impl Both {
    fn params(&mut self, _page: Pages) {}

    fn turn(&mut self) {
        self.is_second = !self.is_second;
    }

    fn render(&self) -> impl View {
        view! {
            <main @click={turn()}>
                if self.is_second { <List title="Two"/> } else { <List title="One"/> }
            </main>
        }
    }
}

pub(super) fn run(times: u32, turn: Turn) -> io::Result<()> {
    let address = serve()?;
    let path = if turn == Turn::Link { "/one" } else { "/both" };
    let mut socket = Socket::join(&address, path)?;
    for number in 1..=times {
        match turn {
            Turn::Event => socket.say(&format!("[{number},{},0]", number - 1))?,
            Turn::Link => {
                let next = ["one", "two"][number as usize % 2];
                socket.say(&format!(r#"["",-1,"","/{next}"]"#))?;
            }
        }
        let shown = socket.hear()?;
        if shown.len() < 200 {
            let shown = String::from_utf8_lossy(&shown);
            return Err(io::Error::other(format!("this is no page: {shown}")));
        }
    }
    // The threads of the server end with the process.
    Ok(())
}

/// Starts a server on threads of its own.
fn serve() -> io::Result<String> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
    let own = address.clone();
    thread::spawn(move || {
        let server = taut::serve(&own, |app| app.routes::<Pages>());
        actix_web::rt::System::new().block_on(server)
    });
    while TcpStream::connect(&address).is_err() {
        thread::sleep(Duration::from_millis(50));
    }
    Ok(address)
}

/// A browser's end of a socket, as small as can be.
struct Socket(TcpStream);

impl Socket {
    /// Loads a page and joins its session.
    fn join(address: &str, path: &str) -> io::Result<Self> {
        let request = |more: &str| format!("GET {path} HTTP/1.1\r\nhost: {address}\r\n{more}\r\n");
        let mut page = TcpStream::connect(address)?;
        let mut html = String::new();
        page.write_all(request("connection: close\r\n").as_bytes())?;
        page.read_to_string(&mut html)?;
        let attribute = |name: &str| {
            let after = html.split(&format!("{name}=\"")).nth(1);
            after.and_then(|after| after.split('"').next())
        };
        let after = html.split("set-cookie: ").nth(1);
        let cookie = after
            .and_then(|after| after.split(';').next())
            .unwrap_or_default();
        let mut socket = TcpStream::connect(address)?;
        let upgrade = format!(
            "cookie: {cookie}\r\norigin: http://{address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        );
        socket.write_all(request(&upgrade).as_bytes())?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            socket.read_exact(&mut byte)?;
            head.extend(byte);
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "the socket is open");
        let mut socket = Self(socket);
        let (Some(token), Some(templates)) = (attribute("data-token"), attribute("data-templates"))
        else {
            return Err(io::Error::other("this is no page"));
        };
        socket.say(&format!("[{token:?},0,{templates:?}]"))?;
        socket.hear()?;
        Ok(socket)
    }

    /// Sends a text of less than 126 bytes, masked with zeros.
    fn say(&mut self, text: &str) -> io::Result<()> {
        let size = u8::try_from(text.len()).unwrap_or(126);
        assert!(size < 126, "{text} is short");
        let frame = [&[0x81, 0x80 | size, 0, 0, 0, 0], text.as_bytes()].concat();
        self.0.write_all(&frame)
    }

    /// Reads a frame that is no ping.
    fn hear(&mut self) -> io::Result<Vec<u8>> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head)?;
        let mut long = [0; 2];
        let size = match head[1] {
            126 => {
                self.0.read_exact(&mut long)?;
                usize::from(u16::from_be_bytes(long))
            }
            short => usize::from(short),
        };
        let mut text = vec![0; size];
        self.0.read_exact(&mut text)?;
        // Pings are not asked for.
        if head[0] & 0xf == 9 {
            return self.hear();
        }
        Ok(text)
    }
}
